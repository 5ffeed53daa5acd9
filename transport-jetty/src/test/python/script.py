"""What every official client has to find at the server of the scripts, by python-socketio.

    python3 script.py <url> <transport> [<transport>]
"""

import os
import queue
import sys
import threading
import traceback

import engineio.payload
import socketio

URL = sys.argv[1]
TRANSPORTS = sys.argv[2:]
PATIENCE = 30

# By default it drops a connection that brings it more than 16 packets in one answer to a poll.
engineio.payload.Payload.max_decode_packets = 1000


class Visitor:
    """A client that keeps what it hears, for one or more namespaces."""

    def __init__(self, *namespaces, auth=None, query=""):
        self.heard = {}
        self.lock = threading.Lock()
        self.client = socketio.Client(reconnection=False, handle_sigint=False)
        for namespace in namespaces:
            for kind in ("connect", "connect_error", "disconnect"):
                self.client.on(kind, self.keep(kind + namespace), namespace)
            self.client.on("*", self.event(namespace), namespace)
        # Its own wait ends when any namespace has been refused; each test waits for what it needs.
        self.client.connect(
            URL + "/?" + query,
            auth=auth,
            transports=TRANSPORTS,
            namespaces=list(namespaces),
            wait=False,
        )

    def queue(self, kind):
        with self.lock:
            return self.heard.setdefault(kind, queue.Queue())

    def keep(self, kind):
        return lambda *args: self.queue(kind).put(args)

    def event(self, namespace):
        def listener(name, *args):
            self.queue(name + namespace).put(args)
            if name == "question":
                return ("because",) + args
            return None

        return listener

    def next(self, kind, namespace="/"):
        return self.queue(kind + namespace).get(timeout=PATIENCE)

    def silent(self, kind, namespace="/"):
        return self.queue(kind + namespace).empty()

    def emit(self, event, *args, namespace="/"):
        self.client.emit(event, args, namespace)

    def request(self, event, *args, namespace="/"):
        answers = queue.Queue()
        self.client.emit(event, args, namespace, callback=lambda *got: answers.put(got))
        return answers.get(timeout=PATIENCE)

    def entered(self, namespace="/"):
        self.next("connect", namespace)
        return self


VALUES = [
    (),
    ("text", "", 0, -1, 2147483648, 9007199254740991, 0.5, -1e-10, True, False, None),
    ([], {}, [1, None, [["deep"]]], {"a": None, "b": {"c": [{"d": 1}]}, "": "empty key"}),
    ("\u00e4\u20ac\U0001f600", "\u0000\u0001\u001e\u007f", "\u2028\ufeff\uffff", '"\\/\b\f\n\r\t'),
    ("\u20ac\U0001f600x" * 20000,),
    (b"\x00\x01\x02\xff", {"deep": [{"file": b"\x04"}, "text", b""], "n": 1}, b"4binary"),
]


def should_echo_and_acknowledge_every_type():
    visitor = Visitor("/").entered()
    for args in VALUES:
        visitor.emit("echo", *args)
        assert visitor.next("echo") == args
        assert visitor.request("ack", *args) == args
    return visitor


def should_keep_the_order_of_text_and_bytes():
    visitor = Visitor("/").entered()
    values = [(i, "text" if i % 2 else bytes([i])) for i in range(50)]
    for value in values:
        visitor.emit("echo", *value)
    assert [visitor.next("echo") for _ in values] == values
    return visitor


def should_answer_what_the_server_asks():
    visitor = Visitor("/").entered()
    visitor.emit("ask", "how?", b"\x01")
    assert visitor.next("question") == ("how?", b"\x01")
    assert visitor.next("answer") == ("because", "how?", b"\x01")
    return visitor


def should_show_query_and_auth_in_the_handshake():
    visitor = Visitor("/", auth={"who": "me"}, query="where=d%C3%A4+%2B").entered()
    (seen,) = visitor.request("handshake")
    assert seen["query"]["where"] == "d\u00e4 +"
    assert seen["query"]["EIO"] == "4"
    assert seen["auth"] == {"who": "me"}
    assert visitor.request("whoami") == (visitor.client.get_sid("/"),)
    return visitor


def should_hear_what_is_said_in_its_rooms_only():
    speaker, member, stranger = [Visitor("/").entered() for _ in range(3)]
    room = "room of " + "+".join(TRANSPORTS)
    assert speaker.request("join", room) == (room,)
    assert member.request("join", room) == (room,)
    speaker.emit("say", room, "hello")
    speaker.emit("room", room, b"\x09")
    assert member.next("said") == (room, "hello")
    assert member.next("room") == (b"\x09",)
    assert speaker.next("room") == (b"\x09",)
    stranger.request("ack")
    assert speaker.silent("said") and stranger.silent("said") and stranger.silent("room")
    member.client.disconnect()
    stranger.client.disconnect()
    return speaker


def should_carry_namespaces_on_one_connection():
    visitor = Visitor("/", "/admin", "/tenant-7", auth={"token": "secret"})
    for namespace in ("/", "/admin", "/tenant-7"):
        visitor.entered(namespace)
        assert visitor.request("ack", namespace, b"\x01", namespace=namespace) == (
            namespace,
            b"\x01",
        )
    assert visitor.next("welcome", "/admin") == ("/admin",)
    return visitor


def should_be_refused():
    visitor = Visitor("/", "/admin", "/nowhere", auth={"token": "guess"}).entered()
    assert visitor.next("connect_error", "/admin") == (
        {"message": "unauthorized", "data": {"code": 401}},
    )
    assert visitor.next("connect_error", "/nowhere") == ({"message": "Invalid namespace"},)
    assert visitor.request("ack", 1) == (1,)
    return visitor


def should_hear_that_the_server_ends_it():
    for event in ("kick", "kick-hard"):
        visitor = Visitor("/").entered()
        visitor.emit(event)
        visitor.next("disconnect")
    return visitor


def should_travel_as_it_was_told():
    visitor = Visitor("/").entered()
    assert visitor.client.transport() == TRANSPORTS[-1]
    return visitor


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("should_")]
    for name, test in tests:
        try:
            test().client.disconnect()
            print("ok", name, flush=True)
        except BaseException:
            print("FAILED", name, traceback.format_exc(), flush=True)
            return 1
    print(len(tests), "passed", flush=True)
    return 0


# Threads of a client that has been cut off must not keep the process.
os._exit(main())
