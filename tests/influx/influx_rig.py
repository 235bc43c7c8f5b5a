"""A real influxd 1.6.7 behind a rewrite of the v2 write, on free ports, ended by its process."""

import getpass
import grp
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from plantar.influx_place import InfluxPlace

INFLUXD: Final = shutil.which("influxd") or "/usr/bin/influxd"
NGINX: Final = shutil.which("nginx") or "/usr/sbin/nginx"
TOKEN: Final = "of-the-tests"  # noqa: S105  of servers that live as long as the tests
BUCKET: Final = "plantar"
#: Longer than anything takes on a busy computer; nothing waits for it that goes well. [s]
PATIENCE_S: Final = 30.0
#: The kernel ends a server when this process is killed and cannot do it. An nginx ends its workers
#: where it is asked to end, and cannot where it is killed.
_ENDING_WITH_US: Final = ("setpriv", "--pdeathsig") if shutil.which("setpriv") else ()

INFLUX_CONF: Final = """
reporting-disabled = true
bind-address = "127.0.0.1:{rpc}"
[meta]
  dir = "{folder}/meta"
  logging-enabled = false
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:{port}"
  log-enabled = false
"""
#: What of the v2 API is asked of a 1.6.7: the write, with bucket `database/policy` and a token.
NGINX_CONF: Final = """
user {user} {group}; worker_processes 1; daemon off;
pid {folder}/nginx.pid; error_log {folder}/nginx.err;
events {{ worker_connections 256; }}
http {{
  access_log off; client_max_body_size 64m; client_body_buffer_size 8m;
  client_body_temp_path {folder}/ct; proxy_temp_path {folder}/pt; fastcgi_temp_path {folder}/ft;
  uwsgi_temp_path {folder}/ut; scgi_temp_path {folder}/st;
  map $arg_precision $prec {{ default n; ns n; us u; ms ms; s s; }}
  map $arg_bucket $db {{ "~^(?<d>[^/%]+)" $d; }}
  map $arg_bucket $rp {{ default autogen; "~(/|%2F)(?<r>.+)$" $r; }}
  map $http_authorization $ok {{ default 0; "Token {token}" 1; }}
  upstream ix {{ server 127.0.0.1:{port}; }}
  server {{
    listen 127.0.0.1:{front}{ssl};
    proxy_http_version 1.1;
    location = /api/v2/write {{
      if ($ok = 0) {{ return 401; }}
      rewrite ^ /write?db=$db&rp=$rp&precision=$prec? break; proxy_pass http://ix;
    }}
    {tls}
    location = /query {{ if ($ok = 0) {{ return 401; }} proxy_pass http://ix; }}
    location = /ping {{ proxy_pass http://ix; }}
  }}
}}
"""


def _ending(sign: str) -> tuple[str, ...]:
    return (*_ENDING_WITH_US, sign) if _ENDING_WITH_US else ()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Influx:
    """An influxd and the nginx in front of it; the same ports however often it is killed."""

    folder: Path
    tls: str = ""  # nginx's lines about certificates
    port: int = field(default_factory=free_port)
    front: int = field(default_factory=free_port)
    rpc: int = field(default_factory=free_port)
    influxd: "subprocess.Popen[bytes] | None" = None
    nginx: "subprocess.Popen[bytes] | None" = None

    def start(self) -> Self:
        """Start what is not running, and wait until it answers."""
        known = {"folder": self.folder, "token": TOKEN, "port": self.port}
        us = {"user": getpass.getuser(), "group": grp.getgrgid(os.getgid()).gr_name}
        conf, front = self.folder / "influxdb.conf", self.folder / "nginx.conf"
        conf.write_text(INFLUX_CONF.format(**known, rpc=self.rpc))
        ssl = " ssl" if self.tls else ""
        front.write_text(NGINX_CONF.format(**known, **us, front=self.front, ssl=ssl, tls=self.tls))
        with (self.folder / "servers.log").open("ab") as log:
            self.influxd = subprocess.Popen(
                [*_ending("KILL"), INFLUXD, "run", "-config", str(conf)], stdout=log, stderr=log
            )
            if self.nginx is None:
                self.nginx = subprocess.Popen(
                    [*_ending("TERM"), NGINX, "-c", str(front), "-p", str(self.folder)],
                    stdout=log,
                    stderr=log,
                )
        wait_for(self._answers, f"influxd answers: {self.folder}")
        return self

    def kill(self) -> None:
        """Kill influxd; what is in front of it stays, as a reverse proxy would."""
        assert self.influxd is not None
        self.influxd.kill()
        self.influxd.wait()

    def stop(self) -> None:
        for one, sign in ((self.influxd, signal.SIGKILL), (self.nginx, signal.SIGTERM)):
            if one is not None and one.poll() is None:
                one.send_signal(sign)
                one.wait()

    def place(self, token: str = TOKEN, bucket: str = BUCKET) -> InfluxPlace:
        scheme = "https" if self.tls else "http"
        return InfluxPlace(f"{scheme}://127.0.0.1:{self.front}", token, "practice", bucket)

    def settings(self) -> dict[str, str]:
        """What a home needs to find it, as its environment."""
        return {
            "PLANTAR_INFLUX_URL": f"http://127.0.0.1:{self.front}",
            "PLANTAR_INFLUX_TOKEN": TOKEN,
            "PLANTAR_INFLUX_ORG": "practice",
            "PLANTAR_INFLUX_BUCKET": BUCKET,
        }

    def ask(self, statement: str, database: str = BUCKET) -> list[dict[str, Any]]:
        """The series that influxd itself has, past everything of ours."""
        said = urllib.parse.urlencode({"q": statement, "db": database, "epoch": "ns"}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/query", said) as answer:
            (result,) = json.load(answer)["results"]
        assert "error" not in result, result
        found: list[dict[str, Any]] = result.get("series", [])
        return found

    def runners(self) -> set[str]:
        """Whom its index knows; SHOW SERIES would look into the default policy alone."""
        found = self.ask("SHOW TAG VALUES WITH KEY = runner")
        return {value for series in found for _, value in series["values"]}

    def write(self, policy: str, lines: str) -> None:
        """Put lines in, past everything of ours."""
        said = urllib.parse.urlencode({"db": BUCKET, "rp": policy})
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/write?{said}", lines.encode()).close()

    def empty(self) -> None:
        """Forget everything, which is quicker than to start anew."""
        self.ask(f'DROP DATABASE "{BUCKET}"')

    def _answers(self) -> bool:
        assert self.influxd is not None
        assert self.influxd.poll() is None, (self.folder / "servers.log").read_text()
        try:
            with socket.create_connection(("127.0.0.1", self.front)):
                pass
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping") as answer:
                return bool(answer.status == 204)
        except OSError:
            return False


def wait_for(holds: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> None:
    until = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < until, f"in vain: {what}"
        time.sleep(0.01)


def is_here() -> bool:
    return os.name != "nt" and Path(INFLUXD).exists() and Path(NGINX).exists()
