"""A WebSocket client and server of the Autobahn library (RFC 6455, 7692) with a proxy between them.

Prints the port of the server, reads the URL of the proxy and prints a line for each case: "ok NAME" or "failed NAME: why".
"""

import asyncio
import ssl
import sys
import traceback

from autobahn.asyncio.websocket import (
    WebSocketClientFactory,
    WebSocketClientProtocol,
    WebSocketServerFactory,
    WebSocketServerProtocol,
)
from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateOfferAccept, PerMessageDeflateResponse, PerMessageDeflateResponseAccept

HOST = "app.example.com"
PATIENCE = 30
MEBIBYTE = 1024 * 1024

# A busy machine is no reason to give a peer up, and the code of a close goes back to where it came from.
PATIENT = {"openHandshakeTimeout": 0, "closeHandshakeTimeout": 0, "echoCloseCodeReason": True, "failByDrop": False}

ANY_CERTIFICATE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ANY_CERTIFICATE.check_hostname, ANY_CERTIFICATE.verify_mode = False, ssl.CERT_NONE


class EchoServer(WebSocketServerProtocol):
    """Sends back what it gets; does what text beginning with a slash says; counts what has ended how."""

    current = None

    def onConnect(self, request):
        self.closes = EchoServer.current
        return "echo" if "echo" in request.protocols else None

    def onMessage(self, payload, is_binary):
        if is_binary or not payload.startswith(b"/"):
            self.sendMessage(payload, is_binary)
            return
        verb, _, rest = payload.decode().partition(" ")
        if verb == "/close":
            code, _, reason = rest.partition(" ")
            self.sendClose(int(code), reason)
        elif verb == "/ping":
            self.sendPing(rest.encode())
        elif verb == "/parts":
            self.sendMessage(b"p" * int(rest), fragmentSize=1000)
        elif verb == "/drop":
            self.dropConnection(abort=True)

    def onPong(self, payload):
        self.sendMessage(b"pong " + payload)

    def onClose(self, was_clean, code, reason):
        self.closes.put_nowait((was_clean, code, reason))


class Client(WebSocketClientProtocol):
    def __init__(self):
        super().__init__()
        self.opened = asyncio.get_running_loop().create_future()
        self.ended = asyncio.get_running_loop().create_future()
        self.messages = asyncio.Queue()
        self.pongs = asyncio.Queue()
        self.protocol = None

    def onConnect(self, response):
        self.protocol = response.protocol
        self.extensions = response.extensions

    def onOpen(self):
        self.opened.set_result(None)

    def onMessage(self, payload, is_binary):
        self.messages.put_nowait((payload, is_binary))

    def onPong(self, payload):
        self.pongs.put_nowait(payload)

    def onClose(self, was_clean, code, reason):
        self.ended.set_result((was_clean, code, reason))
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(reason))

    async def echo(self, payload, is_binary=False):
        self.sendMessage(payload, is_binary)
        await self.expect(payload, is_binary)

    async def expect(self, payload, is_binary=False):
        got = await self.messages.get()
        assert got == (payload, is_binary), f"expected {payload[:40]} ({len(payload)}), got {got[0][:40]} ({len(got[0])})"


class Proxy:
    """Where the proxy is, and what the server behind it has seen."""

    def __init__(self, url, closes):
        self.secure, (self.host, self.port) = url.startswith("wss:"), url.split("//")[1].split(":")
        self.closes = closes

    async def connect(self, **options):
        scheme = "wss" if self.secure else "ws"
        factory = WebSocketClientFactory(f"{scheme}://{HOST}:{self.port}/", protocols=options.pop("protocols", None))
        factory.protocol = Client
        factory.setProtocolOptions(**PATIENT, serverConnectionDropTimeout=0, **options)
        context = ANY_CERTIFICATE if self.secure else None
        loop = asyncio.get_running_loop()
        _, client = await loop.create_connection(factory, self.host, int(self.port), ssl=context, server_hostname=HOST if context else None)
        await client.opened
        return client

    async def closed(self):
        return await self.closes.get()


async def text_and_binary(proxy):
    client = await proxy.connect()
    await client.echo("gr\u00fcn \U0001f600".encode())
    await client.echo(bytes(range(256)), is_binary=True)
    await client.echo(b"")


async def sizes_at_the_edges_of_the_length_field(proxy):
    client = await proxy.connect()
    for size in (1, 125, 126, 127, 65535, 65536, 65537, MEBIBYTE):
        await client.echo(b"x" * size, is_binary=True)


async def message_in_fragments(proxy):
    client = await proxy.connect()
    client.beginMessage(isBinary=True)
    for _ in range(100):
        client.sendMessageFrame(b"y" * 999)
    client.endMessage()
    await client.expect(b"y" * 99900, is_binary=True)
    client.sendMessage(b"/parts 50000")
    await client.expect(b"p" * 50000)


async def message_byte_by_byte(proxy):
    client = await proxy.connect(autoFragmentSize=1)
    await client.echo(b"every byte a frame of its own")


async def control_frames_between_fragments(proxy):
    client = await proxy.connect()
    client.beginMessage(isBinary=True)
    client.sendMessageFrame(b"be")
    client.sendPing(b"between")
    assert await client.pongs.get() == b"between"
    client.sendMessageFrame(b"gin")
    client.endMessage()
    await client.expect(b"begin", is_binary=True)


async def pings_both_ways(proxy):
    client = await proxy.connect()
    for payload in (b"", b"hello", b"z" * 125):
        client.sendPing(payload)
        assert await client.pongs.get() == payload
    client.sendMessage(b"/ping from the server")
    await client.expect(b"pong from the server")


async def codes_of_the_servers_close(proxy):
    for code in (1000, 3000, 4999):
        client = await proxy.connect()
        client.sendMessage(f"/close {code} because".encode())
        assert await client.ended == (True, code, "because")
        assert (await proxy.closed())[:2] == (True, code)


async def codes_of_the_clients_close(proxy):
    for code in (1000, 3000, 4999):
        client = await proxy.connect()
        client.sendClose(code, "done")
        assert (await client.ended)[:2] == (True, code)
        assert await proxy.closed() == (True, code, "done")


async def frames_without_mask_are_refused_by_the_server(proxy):
    client = await proxy.connect(maskClientFrames=False)
    client.sendMessage(b"bare")
    assert (await client.ended)[1] == 1002


async def text_that_is_no_utf8_is_refused_by_the_server(proxy):
    client = await proxy.connect()
    client.sendMessage(b"\xff\xfe")
    assert (await client.ended)[1] == 1007


async def reserved_opcode_is_refused_by_the_server(proxy):
    client = await proxy.connect()
    client.sendFrame(opcode=11, payload=b"what")
    assert (await client.ended)[1] == 1002


async def connection_that_breaks_at_the_server(proxy):
    client = await proxy.connect()
    client.sendMessage(b"/drop")
    assert (await client.ended)[0] is False


async def connection_that_breaks_at_the_client(proxy):
    client = await proxy.connect()
    await client.echo(b"here")
    client.dropConnection(abort=True)
    assert (await proxy.closed())[0] is False


async def last_words_before_the_end_of_the_stream(proxy):
    client = await proxy.connect()
    client.sendMessage(b"v" * 100_000, True)
    client.sendClose(1000, "after much")
    await client.expect(b"v" * 100_000, is_binary=True)
    assert await proxy.closed() == (True, 1000, "after much")


async def protocol_is_agreed_on(proxy):
    client = await proxy.connect(protocols=["other", "echo"])
    assert client.protocol == "echo"
    await client.echo(b"spoken")


async def compression_is_agreed_on(proxy):
    client = await proxy.connect(
        perMessageCompressionOffers=[PerMessageDeflateOffer()],
        perMessageCompressionAccept=lambda r: PerMessageDeflateResponseAccept(r) if isinstance(r, PerMessageDeflateResponse) else None,
    )
    assert len(client.extensions) == 1
    await client.echo(b"again and " * 10_000)


async def many_at_once(proxy):
    async def one(number):
        client = await proxy.connect()
        for turn in range(5):
            await client.echo(f"{number} {turn} ".encode() * 10)
        client.sendClose(1000)
        assert (await client.ended)[0]

    await asyncio.gather(*(one(n) for n in range(200)))


CASES = [
    text_and_binary,
    sizes_at_the_edges_of_the_length_field,
    message_in_fragments,
    message_byte_by_byte,
    control_frames_between_fragments,
    pings_both_ways,
    codes_of_the_servers_close,
    codes_of_the_clients_close,
    frames_without_mask_are_refused_by_the_server,
    text_that_is_no_utf8_is_refused_by_the_server,
    reserved_opcode_is_refused_by_the_server,
    connection_that_breaks_at_the_server,
    connection_that_breaks_at_the_client,
    last_words_before_the_end_of_the_stream,
    protocol_is_agreed_on,
    compression_is_agreed_on,
    many_at_once,
]


def accept_compression(offers):
    return next((PerMessageDeflateOfferAccept(o) for o in offers if isinstance(o, PerMessageDeflateOffer)), None)


async def main():
    loop = asyncio.get_running_loop()
    factory = WebSocketServerFactory()
    factory.protocol = EchoServer
    factory.setProtocolOptions(perMessageCompressionAccept=accept_compression, **PATIENT)
    server = await loop.create_server(factory, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    url = (await loop.run_in_executor(None, sys.stdin.readline)).strip()
    for case in CASES:
        # Of this case only: others may have left a connection open.
        EchoServer.current = asyncio.Queue()
        try:
            await asyncio.wait_for(case(Proxy(url, EchoServer.current)), PATIENCE)
            print(f"ok {case.__name__}", flush=True)
        except Exception as e:
            traceback.print_exc()
            print(f"failed {case.__name__}: {type(e).__name__} {e}", flush=True)


asyncio.run(main())
