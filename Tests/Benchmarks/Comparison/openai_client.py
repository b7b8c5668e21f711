"""The classroom loop as a notebook writes it, streamed through the openai package: openai_client.py URL STEPS.

Prints one JSON object: steps, seconds of wall time, and seconds of CPU of the loop (imports left out).
Needs: pip install openai
"""
import json
import random
import resource
import sys
import time

import openai

url, steps = sys.argv[1], int(sys.argv[2])
client = openai.OpenAI(base_url=url, api_key="none")
points = [(round(random.uniform(-5, 5), 2), round(random.uniform(-20, 20), 2)) for _ in range(35)]


def loss(w, b):
    return sum((y - (w * x + b)) ** 2 for x, y in points) / len(points)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


history = [(1.0, 1.0, loss(1.0, 1.0))]
start, start_cpu = time.perf_counter(), cpu()
for step in range(steps):
    shown = history[-50:]
    prompt = "\n".join(
        ["Points:"]
        + [f"({x},{y})" for x, y in points]
        + [f"(w={w}, b={b}): loss={value:.2f}" for w, b, value in shown]
        + [f"Iteration {step} of {steps}.", 'Return only a JSON object {"w": number, "b": number}.']
    )
    text = ""
    stream = client.chat.completions.create(
        model="instant",
        messages=[{"role": "system", "content": "You fit a line."}, {"role": "user", "content": prompt}],
        stream=True,
        stream_options={"include_usage": True},
        seed=step,
    )
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            text += chunk.choices[0].delta.content
    pair = json.loads(text)
    history.append((pair["w"], pair["b"], loss(pair["w"], pair["b"])))
print(json.dumps({"steps": steps, "seconds": time.perf_counter() - start, "cpu": cpu() - start_cpu}))
