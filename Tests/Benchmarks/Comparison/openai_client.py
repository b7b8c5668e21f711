"""The classroom loop as a person writes it, streamed through the openai package: openai_client.py URL STEPS [REPLIES].

With one reply a step it is the notebook's own loop; with more, each step asks for them at the same time through
AsyncOpenAI, one client for the whole run, and goes on when all are read.

Prints one JSON object: steps, replies, seconds of wall time, and seconds of CPU of the loop (imports left out).
Needs: pip install openai
"""
import asyncio
import json
import random
import resource
import sys
import time

import openai

url, steps = sys.argv[1], int(sys.argv[2])
replies = int(sys.argv[3]) if len(sys.argv) > 3 else 1
points = [(round(random.uniform(-5, 5), 2), round(random.uniform(-20, 20), 2)) for _ in range(35)]


def loss(w, b):
    return sum((y - (w * x + b)) ** 2 for x, y in points) / len(points)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


history = [(1.0, 1.0, loss(1.0, 1.0))]


def request(step, seed):
    prompt = "\n".join(
        ["Points:"]
        + [f"({x},{y})" for x, y in points]
        + [f"(w={w}, b={b}): loss={value:.2f}" for w, b, value in history[-50:]]
        + [f"Iteration {step} of {steps}.", 'Return only a JSON object {"w": number, "b": number}.']
    )
    return dict(
        model="instant",
        messages=[{"role": "system", "content": "You fit a line."}, {"role": "user", "content": prompt}],
        stream=True,
        stream_options={"include_usage": True},
        seed=seed,
    )


def take(text):
    pair = json.loads(text)
    history.append((pair["w"], pair["b"], loss(pair["w"], pair["b"])))


def one_at_a_time():
    client = openai.OpenAI(base_url=url, api_key="none")
    start, start_cpu = time.perf_counter(), cpu()
    for step in range(steps):
        text = ""
        for chunk in client.chat.completions.create(**request(step, step)):
            if chunk.choices and chunk.choices[0].delta.content:
                text += chunk.choices[0].delta.content
        take(text)
    return time.perf_counter() - start, cpu() - start_cpu


async def several_at_a_time():
    client = openai.AsyncOpenAI(base_url=url, api_key="none")

    async def ask(body):
        text = ""
        async for chunk in await client.chat.completions.create(**body):
            if chunk.choices and chunk.choices[0].delta.content:
                text += chunk.choices[0].delta.content
        return text

    start, start_cpu = time.perf_counter(), cpu()
    for step in range(steps):
        bodies = [request(step, step * replies + index) for index in range(replies)]
        for text in await asyncio.gather(*map(ask, bodies)):
            take(text)
    return time.perf_counter() - start, cpu() - start_cpu


seconds, used = one_at_a_time() if replies == 1 else asyncio.run(several_at_a_time())
print(json.dumps({"steps": steps, "replies": steps * replies, "seconds": seconds, "cpu": used}))
