"""An acceptor of NTLM over HTTP made of pyspnego. Prints its port, then a line for each request.

NTLM_USER_FILE holds who is let in. With a certificate and its key as arguments it speaks TLS, and requires a channel
binding to that certificate.
"""

import base64
import hashlib
import http.server
import ssl
import sys

import spnego
import spnego.channel_bindings


def binding_to(certificate):
    """tls-server-end-point of RFC 5929, for a certificate that is signed with SHA-256."""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).digest()
    data = b"tls-server-end-point:" + digest
    return spnego.channel_bindings.GssChannelBindings(application_data=data)


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection, which stays signed in."""

    protocol_version = "HTTP/1.1"
    # Head and body of an answer in one packet, so that no answer waits for an acknowledgement.
    wbufsize = -1
    binding = None

    def setup(self):
        super().setup()
        self.context = None
        self.signed_in = False

    def log_message(self, *_):
        """It says what it has to say in its own way."""

    def do_GET(self):
        self.handle_request()

    def do_PUT(self):
        self.handle_request()

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        challenge, why = None, ""
        if scheme == "NTLM":
            challenge, why = self.step(base64.b64decode(token))
        status = 200 if self.signed_in else 401
        self.send_response(status)
        if status == 401:
            offer = "NTLM" if challenge is None else "NTLM " + base64.b64encode(challenge).decode()
            self.send_header("WWW-Authenticate", offer)
        text = b"let in" if status == 200 else b""
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        # Before the answer, so that who has the answer has the line too.
        print(f"{self.command} {status} [{body}] {why}".rstrip(), flush=True)
        self.wfile.write(text)

    def step(self, message):
        """One message further: the challenge to send, and why it was refused."""
        if self.context is None or self.signed_in:
            self.signed_in = False
            self.context = spnego.server(protocol="ntlm", channel_bindings=self.binding)
        try:
            challenge = self.context.step(message)
        except spnego.exceptions.SpnegoError as error:
            self.context = None
            return None, type(error).__name__
        self.signed_in = self.context.complete
        return challenge, ""


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 1:
        certificate, key = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with open(certificate, encoding="ascii") as file:
            Handler.binding = binding_to(file.read())
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
