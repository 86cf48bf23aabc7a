"""Who reports to whom, as data: charts, what follows from them, reading and editing them."""
