"""The same requests over a bare socket, with nothing read but the end of each reply: raw_socket.py URL STEPS.

Prints one JSON object: steps, seconds of wall time, seconds of CPU. It is the floor of what a client can cost here.
"""
import json
import resource
import socket
import sys
import time
from urllib.parse import urlsplit

url, steps = urlsplit(sys.argv[1]), int(sys.argv[2])
connection = socket.create_connection((url.hostname, url.port))
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
body = json.dumps({"model": "instant", "stream": True, "messages": [{"role": "user", "content": "x" * 2000}]}).encode()
request = (
    f"POST {url.path}/chat/completions HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(body)}\r\n\r\n"
).encode() + body


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


start, start_cpu = time.perf_counter(), cpu()
for _ in range(steps):
    connection.sendall(request)
    reply = b""
    while not reply.endswith(b"\r\n0\r\n\r\n"):
        reply += connection.recv(65536)
print(json.dumps({"steps": steps, "replies": steps, "seconds": time.perf_counter() - start, "cpu": cpu() - start_cpu}))
