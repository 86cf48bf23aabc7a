"""Run a study: in threads or any executor, in shards, with as many replicates as its plan asks for."""
