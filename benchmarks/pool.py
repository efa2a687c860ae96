"""Calls by a concurrent.futures.ProcessPoolExecutor with one process, for benchmarks/swarm: synchronous calls, calls with
500 in flight, and map with chunks of 50, each for the seconds that are given; prints calls per second."""
import sys
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor


def square(number):
    return number * number


def synchronous(pool, number):
    pool.submit(square, number).result()
    return 1


def measure(seconds, step):
    begin = time.perf_counter()
    calls = 0
    while time.perf_counter() - begin < seconds:
        calls += step(calls)
    return calls / (time.perf_counter() - begin)


def main():
    seconds = float(sys.argv[1])
    with ProcessPoolExecutor(1) as pool:
        pool.submit(square, 1).result()
        in_flight = deque(pool.submit(square, i) for i in range(500))

        def pipelined(number):
            in_flight.popleft().result()
            in_flight.append(pool.submit(square, number))
            return 1

        def chunked(number):
            return len(list(pool.map(square, range(5000), chunksize=50)))

        rate = measure(seconds, pipelined)
        while in_flight:
            in_flight.popleft().result()
        print(measure(seconds, lambda number: synchronous(pool, number)), rate, measure(seconds, chunked))


if __name__ == "__main__":
    main()
