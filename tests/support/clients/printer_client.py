"""A printer client that knows only the manuals: Python's standard library, no code of this project.

usage: printer_client.py escpos|tspl HOST PORT
Commands on standard input, one JSON line back for each:
  status           asks everything there is to ask and takes the answers apart
  print WIDTH SEED a picture of WIDTH x WIDTH dots, then waits for it to be done; gives its rows as hexadecimal
A reply of the wrong length, with wrong fixed bytes, or with bytes behind it is told in "violations".
"""

import json
import random
import select
import socket
import sys
import time

PATIENCE = 10.0
SETTLE = 0.1


class Line:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), timeout=PATIENCE)
        self.violations = []

    def ask(self, request, length):
        """Exactly `length` bytes, and nothing after them."""
        self.socket.sendall(request)
        reply = b""
        while len(reply) < length:
            ready, _, _ = select.select([self.socket], [], [], PATIENCE)
            chunk = self.socket.recv(length - len(reply)) if ready else b""
            if not chunk:
                self.violations.append(f"{request.hex()}: {len(reply)} bytes of {length}")
                return None
            reply += chunk
        ready, _, _ = select.select([self.socket], [], [], SETTLE)
        if ready:
            self.violations.append(f"{request.hex()}: more than {length} bytes: {self.socket.recv(64).hex()}")
        return reply

    def send(self, data):
        # In uneven pieces, as a busy machine would.
        while data:
            size = random.randint(1, 700)
            self.socket.sendall(data[:size])
            data = data[size:]


class Escpos(Line):
    def status(self):
        told = {}
        for n in (1, 2, 3, 4):
            reply = self.ask(bytes([0x10, 0x04, n]), 1)
            if reply is None:
                continue
            if reply[0] & 0x93 != 0x12:
                self.violations.append(f"status {n} is {reply.hex()}: fixed bits are wrong")
            told[n] = reply[0]
        return {
            "offline": bool(told.get(1, 0) & 0x08),
            "cover_open": bool(told.get(2, 0) & 0x04),
            "feeding": bool(told.get(2, 0) & 0x08),
            "paper_stop": bool(told.get(2, 0) & 0x20),
            "error": bool(told.get(2, 0) & 0x40),
            "cutter": bool(told.get(3, 0) & 0x08),
            "near_end": bool(told.get(4, 0) & 0x0C),
            "paper_end": bool(told.get(4, 0) & 0x60),
        }

    def print(self, rows, width):
        across = width // 8
        data = b"\x1b@"
        for first in range(0, len(rows), 24):
            block = rows[first : first + 24]
            data += b"\x1dv0\x00" + across.to_bytes(2, "little") + len(block).to_bytes(2, "little") + b"".join(block)
        self.send(data + b"\x1dVB\x00")
        done = self.ask(b"\x1dr\x01", 1)
        if done is not None and done[0] & 0x90:
            self.violations.append(f"paper sensor status {done.hex()}: fixed bits are wrong")


class Tspl(Line):
    FIXED = {0: 0x02, 5: 0x03, 6: 0x0D, 7: 0x0A}

    def status(self):
        one = self.ask(b"\x1b!?", 1)
        many = self.ask(b"\x1b!S", 8)
        flags = one[0] if one else 0
        if many:
            for at, value in self.FIXED.items():
                if many[at] != value:
                    self.violations.append(f"byte {at} of {many.hex()} is not {value:02x}")
            if any(not byte & 0x40 for byte in many[1:5]):
                self.violations.append(f"{many.hex()}: every status byte has bit 6")
        return {
            "head_open": bool(flags & 0x01),
            "jam": bool(flags & 0x02),
            "paper_out": bool(flags & 0x04),
            "ribbon_out": bool(flags & 0x08),
            "paused": bool(flags & 0x10),
            "printing": bool(flags & 0x20),
            "media": many[4] if many else None,
        }

    def print(self, rows, width):
        head = b"SIZE 60 mm,40 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 1\r\nCLS\r\n"
        cleared = bytes(~byte & 0xFF for byte in b"".join(rows))
        bitmap = f"BITMAP 0,0,{width // 8},{len(rows)},0,".encode() + cleared + b"\r\n"
        self.send(head + bitmap + b"PRINT 1,1\r\n")
        until = time.monotonic() + PATIENCE
        while self.status()["printing"]:
            if time.monotonic() > until:
                self.violations.append("never done printing")
                return


def main():
    language, host, port = sys.argv[1:4]
    printer = {"escpos": Escpos, "tspl": Tspl}[language](host, int(port))
    for line in sys.stdin:
        command, *args = line.split()
        printer.violations = []
        if command == "status":
            result = printer.status()
        else:
            width, seed = int(args[0]), int(args[1])
            dots = random.Random(seed)
            rows = [bytes(dots.getrandbits(8) for _ in range(width // 8)) for _ in range(width)]
            printer.print(rows, width)
            result = b"".join(rows).hex()
        print(json.dumps({"result": result, "violations": printer.violations}), flush=True)


main()
