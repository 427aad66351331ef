"""Who answers when tests ask an outside address? Hosts on the own machine, which note who asks them, and what."""

import socket
import ssl
import subprocess
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

SECONDS = 5
"""The bound of what is expected to answer at once."""


class _Handler(BaseHTTPRequestHandler):
    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        self.server.agents.add(self.headers["User-Agent"])
        self.server.received.append((self.headers, self._body()))
        status, location = self.server.answers.get(
            (self.command, self.path), self.server.answers.get(self.path, (404, ""))
        )
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def _body(self):
        return self.rfile.read(int(self.headers["Content-Length"] or 0))

    do_HEAD = do_GET = do_POST = answer

    def log_message(self, *args):
        """Leave the output alone."""


class Host(ThreadingHTTPServer):
    """A host that notes who asks it, and what."""

    daemon_threads = True

    def __init__(self, answers, address="127.0.0.1"):
        super().__init__((address, 0), _Handler)
        self.answers = answers
        self.asked = []
        self.agents = set()
        self.received = []
        self.accepted = 0

    def get_request(self):
        self.accepted += 1
        return super().get_request()

    @property
    def port(self):
        return self.server_address[1]

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def was_never_asked(self):
        """Return that nobody has connected before; that somebody could have is shown by asking now."""
        with socket.create_connection(self.server_address[:2], timeout=SECONDS) as connection:
            connection.sendall(b"GET /now HTTP/1.0\r\nHost: now\r\n\r\n")
            connection.recv(1024)
        return (self.accepted, self.asked) == (1, [("GET", "/now", "now")])


class Socket(ThreadingTCPServer):
    """A server that does with its connection what it is told to, and no more than it is allowed to."""

    daemon_threads = True

    def __init__(self, serve):
        self.sent = []

        class Handler(BaseRequestHandler):
            def handle(handler):
                handler.request.settimeout(SECONDS)
                handler.request.recv(4096)
                serve(handler.request, self.sent)

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/"


@pytest.fixture
def running():
    """Start servers, and end them with the test."""
    with ExitStack() as stack:

        def start(server):
            stack.enter_context(server)
            Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            stack.callback(server.shutdown)
            return server

        yield start


@pytest.fixture
def host(running):
    """Start a host that answers on the loop."""
    return lambda answers=None, **options: running(Host(answers or {}, **options))


def only(*hosts):
    """Return the rule by which only these may be asked."""
    places = {host.server_address[:2] for host in hosts}
    return lambda address, port: (str(address), port) in places


def named(**hosts):
    """Return a resolver that knows these names, each by the addresses that it has in turn."""
    turns = {name.replace("_", "."): iter(addresses) for name, addresses in hosts.items()}
    return lambda name, port: next(turns[name])


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of town.example, which it has signed itself, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -keyout key.pem -out certificate.pem -subj /CN=town.example"
        " -addext subjectAltName=DNS:town.example"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)  # noqa: S603 -- a constant
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def secure(host, certificate):
    """A host that proves to be town.example, and notes by which name it is called."""
    server = host({"/": (200, "")})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.called = []
    context.sni_callback = lambda _connection, name, _context: server.called.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server
