"""A client of lock boards and readers by somebody who has only the manuals: standard library, blocking, no retries.

usage: manual-client.py JSON   with some of {"bcc": path, "wkly": path, "cu16": path, "cu16c": path, "cu48": path,
                                             "relay": [host, port]}
Prints one line of JSON: {"complaints": [...], "frames": N}. A complaint is a reply out of spec.
"""

import json
import os
import select
import socket
import sys
import termios
import time
import tty

complaints = []
frames = 0


class Serial:
    def __init__(self, path):
        self.fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.fd, termios.TCSANOW)

    def write(self, data):
        os.write(self.fd, data)

    def read(self, timeout):
        ready, _, _ = select.select([self.fd], [], [], timeout)
        return os.read(self.fd, 512) if ready else b""


class Tcp:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), 10)

    def write(self, data):
        self.socket.sendall(data)

    def read(self, timeout):
        ready, _, _ = select.select([self.socket], [], [], timeout)
        return self.socket.recv(512) if ready else b""


def ask(line, request, length, patience=20.0):
    """Sends and collects `length` bytes, then whatever more comes within 150 ms: there must be none."""
    global frames
    started = time.monotonic()
    line.write(bytes(request))
    got = b""
    while len(got) < length:
        more = line.read(patience)
        if not more:
            break
        got += more
    took = time.monotonic() - started
    got += line.read(0.15)
    frames += 1
    return got, took


def silent(line, request, seconds):
    global frames
    line.write(bytes(request))
    frames += 1
    return line.read(seconds)


def until(line, request, length, wanted):
    """Asks again and again, for at most ten seconds, until the reply is as wanted; gives back the last one."""
    end = time.monotonic() + 10
    while True:
        reply, _ = ask(line, request, length)
        if (len(reply) == length and wanted(reply)) or time.monotonic() > end:
            return reply


def expect(what, truth, reply):
    if not truth:
        complaints.append("%s: %s" % (what, reply.hex(" ") if isinstance(reply, bytes) else reply))


def xor(data):
    check = 0
    for byte in data:
        check ^= byte
    return check


def with_xor(*data):
    return list(data) + [xor(data)]


def with_sum(*data):
    return list(data) + [sum(data) & 0xFF]


def sum_true(data):
    return sum(data[:-1]) & 0xFF == data[-1]


def crc(data):
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return [value & 0xFF, value >> 8]


def with_crc(*data):
    return list(data) + crc(data)


def bcc8a(line):
    for channel in (1, 7):
        reply, _ = ask(line, with_xor(0x80, 1, channel, 0x33), 5)
        expect("80 read one", len(reply) == 5 and xor(reply) == 0 and reply[:3] == bytes([0x80, 1, channel]), reply)
        expect("80 read one: 00 or 11", len(reply) == 5 and reply[3] in (0x00, 0x11), reply)
    before, _ = ask(line, with_xor(0x80, 1, 0, 0x33), 7)
    expect("80 read all", len(before) == 7 and xor(before) == 0 and before[5] == 0x33, before)
    reply, took = ask(line, with_xor(0x8A, 1, 1, 0x11), 5)
    expect("8A open", len(reply) == 5 and xor(reply) == 0 and reply[:3] == bytes([0x8A, 1, 1]), reply)
    expect("8A answers after its pulse", took >= 0.29, "%.3f s" % took)
    after, _ = ask(line, with_xor(0x80, 1, 0, 0x33), 7)
    expect("8A channel 1 in bit 0 of the last group", before[4] ^ after[4] == 1 and before[2:4] == after[2:4], after)
    expect("8A another board stays silent", silent(line, with_xor(0x8A, 9, 1, 0x11), 0.5) == b"", "it spoke")
    expect("8A a wrong check stays silent", silent(line, [0x8A, 1, 1, 0x11, 0x00], 0.5) == b"", "it spoke")


def wkly(line):
    def frame(command, *data):
        return with_xor(0x57, 0x4B, 0x4C, 0x59, 8 + len(data), 0, command, *data)

    def fits(reply, length, command):
        return (
            len(reply) == length
            and reply[:4] == b"WKLY"
            and reply[4] == length
            and reply[5] == 0
            and reply[6] == command
            and xor(reply) == 0
        )

    reply, _ = ask(line, frame(0x84), 34)
    expect("WKLY read all", fits(reply, 34, 0x84) and reply[7] == 0 and reply[8] == 24, reply)
    expect("WKLY states", all(state in (0, 1) for state in reply[9:-1]), reply)
    reply, took = ask(line, frame(0x82, 1), 11)
    expect("WKLY open", fits(reply, 11, 0x82) and reply[7:9] == bytes([0, 1]), reply)
    expect("WKLY answers after its pulse", took >= 0.29, "%.3f s" % took)
    reply, _ = ask(line, frame(0x83, 1), 11)
    expect("WKLY read one", fits(reply, 11, 0x83) and reply[8:10] == bytes([1, 0]), reply)
    reply, _ = ask(line, frame(0x81, 2), 10)
    expect("WKLY flash", fits(reply, 10, 0x81) and reply[7:9] == bytes([0, 2]), reply)
    reply, _ = ask(line, frame(0x83, 99), 11)
    expect("WKLY refuses a channel it has not", fits(reply, 11, 0x83) and reply[7] == 0xFF, reply)


def kerong_cu16(line):
    status = with_sum(0x02, 0x00, 0x30, 0x03)
    before, _ = ask(line, status, 9)
    expect("CU16 status", len(before) == 9 and before[2] == 0x35 and before[7] == 3 and sum_true(before), before)
    expect("CU16 unlock is not answered", silent(line, with_sum(0x02, 0x00, 0x31, 0x03), 0.3) == b"", "it spoke")
    after = until(line, status, 9, lambda reply: reply != before)
    expect("CU16 hook 1 in bit 0", len(after) == 9 and before[3] ^ after[3] == 1, after)


def kerong_newer(line, name, address, status, unlock, answer, length, lock):
    request = with_sum(0x02, address, 0x00, status, 0x03)
    before, _ = ask(line, request, length)
    right = len(before) == length and before[1] == address and before[3] == answer and before[-2] == 3
    expect(name + " status", right and sum_true(before), before)
    spoke = silent(line, with_sum(0x02, address, lock, unlock, 0x03), 0.3)
    expect(name + " unlock is not answered", spoke == b"", spoke)
    after = until(line, request, length, lambda reply: reply != before)
    at = 4 + lock // 8
    expect(name + " its bit alone turned", len(after) == length and before[at] ^ after[at] == 1 << lock % 8, after)


def modbus(line):
    def settle():
        time.sleep(0.05)

    settle()
    request = with_crc(1, 5, 0, 0xFF, 0, 0)
    reply, _ = ask(line, request, 8)
    expect("Modbus all off is echoed", reply == bytes(request), reply)
    settle()
    before, _ = ask(line, with_crc(1, 2, 0, 0, 0, 8), 6)
    expect("Modbus read inputs", len(before) == 6 and before[1:3] == bytes([2, 1]) and list(before[-2:]) == crc(before[:-2]), before)
    settle()
    request = with_crc(1, 5, 2, 0, 0, 5)
    reply, _ = ask(line, request, 8)
    expect("Modbus flash is echoed", reply == bytes(request), reply)
    settle()
    reply, _ = ask(line, with_crc(1, 1, 0, 0, 0, 8), 6)
    expect("Modbus relay 1 is on, or was", len(reply) == 6 and reply[3] in (0, 1), reply)
    time.sleep(0.5)
    reply = until(line, with_crc(1, 1, 0, 0, 0, 8), 6, lambda reply: reply[3] == 0)
    expect("Modbus relay 1 is off by itself", len(reply) == 6 and reply[3] == 0, reply)
    settle()
    after, _ = ask(line, with_crc(1, 2, 0, 0, 0, 8), 6)
    expect("Modbus input 1 turned", len(after) == 6 and before[3] ^ after[3] == 1, after)
    for request, code in (((1, 5, 0, 99, 0xFF, 0), 2), ((1, 5, 0, 0, 0x12, 0x34), 3), ((1, 0x2B, 0, 0, 0, 0), 1)):
        settle()
        reply, _ = ask(line, with_crc(*request), 5)
        right = reply[:3] == bytes([1, request[1] | 0x80, code]) and list(reply[-2:]) == crc(reply[:-2])
        expect("Modbus exception %d" % code, len(reply) == 5 and right, reply)
    settle()
    reply, _ = ask(line, with_crc(2, 2, 0, 0, 0, 8), 6)
    expect("Modbus the other unit of the line answers", len(reply) == 6 and reply[0] == 2, reply)


where = json.loads(sys.argv[1])
checks = {
    "bcc": lambda at: bcc8a(Serial(at)),
    "wkly": lambda at: wkly(Serial(at)),
    "cu16": lambda at: kerong_cu16(Serial(at)),
    "cu16c": lambda at: kerong_newer(Serial(at), "CU16C", 1, 0x70, 0x71, 0x85, 12, 1),
    "cu48": lambda at: kerong_newer(Serial(at), "CU48", 0, 0x60, 0x61, 0x75, 18, 47),
    "relay": lambda at: modbus(Tcp(*at)),
}
for board, at in where.items():
    checks[board](at)
print(json.dumps({"complaints": complaints, "frames": frames}))
