"""A real influxd that takes the writes of influxdb-client, by one rule of nginx before it."""

import getpass
import json
import shutil
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.broker.broker_rig import free_port

CONF = """
reporting-disabled = true
bind-address = "127.0.0.1:{rpc}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
[http]
  bind-address = "127.0.0.1:{http}"
  log-enabled = false
"""
NGINX = """
user {user}; worker_processes 1; pid {folder}/nginx.pid; daemon off;
events {{ worker_connections 256; }}
http {{
  access_log off; client_max_body_size 64m;
  client_body_temp_path {folder}/ct; proxy_temp_path {folder}/pt; fastcgi_temp_path {folder}/ft;
  uwsgi_temp_path {folder}/ut; scgi_temp_path {folder}/st;
  map $arg_precision $prec {{ default n; ns n; us u; ms ms; s s; }}
  upstream ix {{ server 127.0.0.1:{http}; keepalive 8; }}
  server {{ listen 127.0.0.1:{v2};
    location = /api/v2/write {{
      proxy_http_version 1.1; proxy_set_header Connection "";
      rewrite ^ /write?db=minutes&precision=$prec? break; proxy_pass http://ix;
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Influx:
    """Where it listens: for writes of version 2, and for questions of version 1."""

    url: str
    v1: str

    def ask(self, question: str) -> object:
        """Ask in InfluxQL."""
        told = urllib.parse.urlencode({"q": question, "db": "minutes"}).encode()
        with urllib.request.urlopen(f"{self.v1}/query", told) as answer:  # noqa: S310 - our own
            return json.load(answer)

    def points(self) -> int:
        """How many points are there."""
        told = self.ask("SELECT count(steps) FROM minute")
        assert isinstance(told, dict)
        series = told["results"][0].get("series")
        return int(series[0]["values"][0][1]) if series else 0


@contextmanager
def influx() -> Iterator[Influx | None]:
    """A server for as long as the block; None where there is none to be had."""
    influxd = shutil.which("influxd")
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if influxd is None or nginx is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        ports = {name: free_port() for name in ("rpc", "http", "v2")}
        told = {"folder": folder, "user": getpass.getuser(), **ports}
        conf, rules = Path(folder) / "influxd.conf", Path(folder) / "nginx.conf"
        conf.write_text(CONF.format(**told))
        rules.write_text(NGINX.format(**told))
        with (Path(folder) / "log").open("wb") as log:
            running = [
                subprocess.Popen([influxd, "-config", str(conf)], stdout=log, stderr=log),
                subprocess.Popen([nginx, "-c", str(rules), "-e", "stderr"], stdout=log, stderr=log),
            ]
        server = Influx(f"http://127.0.0.1:{ports['v2']}", f"http://127.0.0.1:{ports['http']}")
        try:
            until = time.monotonic() + 30.0
            while time.monotonic() < until:
                with suppress(OSError):
                    server.ask("CREATE DATABASE minutes")
                    break
                time.sleep(0.1)
            yield server
        finally:
            for one in running:
                one.terminate()
                one.wait()
