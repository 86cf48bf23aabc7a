"""Run on a Dask cluster: one in this process that nobody else can reach, or the one of a scheduler somewhere."""

import importlib
import logging
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportsto.api import ENGINES
from reportsto.errors import StudyError
from reportsto.running.workers import Pool, threads

SECONDS_TO_ANSWER = 20
"""How long the scheduler of a cluster may take to answer."""
LOCAL = "local"
INSIDE = "inproc://"


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM form by which we and a scheduler know each other; all of them or none.

    Attributes:
        ca: who signed the scheduler's certificate.
        cert: our certificate.
        key: its private key.
    """

    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    def check(self, address: str) -> bool:
        """Return whether there are any; raises `StudyError` where one is missing, or nothing is to be protected."""
        files = {"--dask-ca": self.ca, "--dask-cert": self.cert, "--dask-key": self.key}
        given = {name: path for name, path in files.items() if path}
        missing = [name for name in files if name not in given]
        if given and missing:
            raise StudyError(f"{', '.join(given)} without {', '.join(missing)}; expected all three")
        if given and address == LOCAL:
            raise StudyError("--dask local opens no port and needs no certificates; expected none, or HOST:PORT")
        for name, path in given.items():
            if not path.is_file():
                raise StudyError(f"{name} {path}: no such file; expected a file in PEM form")
        return bool(given)


NONE = Certificates()


def pool_for(
    address: str | None, workers: int | None, engine: str, certificates: Certificates
) -> AbstractContextManager[Pool]:
    """Return where runs are made: a Dask cluster where an address is given, else threads of this process."""
    if address:
        return dask(address, workers if engine == ENGINES[0] else 1, certificates)
    if certificates != NONE:
        raise StudyError("--dask-ca, --dask-cert and --dask-key are for --dask HOST:PORT, which is not there")
    return threads(workers, engine)


@contextmanager
def dask(address: str, workers: int | None = None, certificates: Certificates = NONE) -> Iterator[Pool]:
    """Yield a Dask cluster: that of the scheduler at an address, or `local` for threads of this process.

    With certificates the connection is encrypted, and both sides have to show theirs.
    """
    library = _library()
    protected = certificates.check(address)
    if address == LOCAL:
        with _inside(library, workers or os.cpu_count() or 1) as cluster, library.Client(cluster) as client:
            yield _pool(client)
        return
    secured: dict[str, Any] = {}
    if protected:
        secured["security"] = library.Security(
            require_encryption=True,
            tls_ca_file=str(certificates.ca),
            tls_client_cert=str(certificates.cert),
            tls_client_key=str(certificates.key),
        )
        address = address if "://" in address else f"tls://{address}"
    try:
        client = library.Client(address, timeout=SECONDS_TO_ANSWER, **secured)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise StudyError(f"--dask {address}: no scheduler answers ({reason}); expected HOST:PORT or local") from None
    with client:
        yield _pool(client)


def _pool(client: Any) -> Pool:
    return Pool(client.get_executor(pure=False), max(1, sum(client.ncores().values())))


def _library() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise StudyError("--dask needs Dask: pip install 'reportsto[cluster]'") from None


def _inside(library: Any, workers: int) -> Any:
    """Return a cluster in this process that listens to no port: who may connect may run anything in our name.

    Dask opens a port for its pages whatever it is told, and anybody on the machine could connect to it.
    """
    routing: Any = importlib.import_module("distributed.http.routing")
    web: Any = importlib.import_module("tornado.httpserver")

    class Closed:
        """A scheduler or worker without pages."""

        def start_http_server(self, *_: object, **__: object) -> None:
            """Make what is closed at the end, and let it listen to nothing."""
            self.http_application = routing.RoutingApplication([])
            self.http_server = web.HTTPServer(self.http_application)

    scheduler, worker = (type(one.__name__, (Closed, one), {}) for one in (library.Scheduler, library.Worker))
    options = {"protocol": INSIDE, "dashboard": False}
    return library.SpecCluster(
        scheduler={"cls": scheduler, "options": options},
        workers={0: {"cls": worker, "options": {"nthreads": workers, "memory_limit": 0}}},
        silence_logs=logging.ERROR,
    )
