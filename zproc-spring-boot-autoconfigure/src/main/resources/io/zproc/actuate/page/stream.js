// What the server tells, in order, over a connection that is made anew when it is lost.

import * as api from './api.js';

const AGAIN_MS = 3000;
/** The server says something each second. A connection on which it does not is dead. */
const SILENCE_MS = 15_000;

export class Stream {

	#handlers;
	#source = null;
	#namespace;
	/** The process whose output is looked at. */
	#log = null;
	#mark;
	#heard = 0;
	/** What has been told and waits for what was told before it. */
	#queue = Promise.resolve();
	#generation = 0;

	constructor(handlers) {
		this.#handlers = handlers;
		setInterval(() => this.#check(), 1000);
		addEventListener('pagehide', () => this.#source?.close());
		addEventListener('pageshow', (event) => event.persisted && this.#connect());
	}

	/** Follows a namespace, from the beginning. */
	open(namespace) {
		this.#namespace = namespace;
		this.#mark = undefined;
		this.#connect();
	}

	/** Has the output of a process told, too, or no more. What was told goes on from where it is. */
	follow(process) {
		if (this.#log !== process) {
			this.#log = process;
			this.#connect();
		}
	}

	#connect() {
		this.#source?.close();
		const generation = ++this.#generation;
		const source = api.events(this.#namespace, this.#mark, this.#log);
		this.#source = source;
		this.#heard = performance.now();
		for (const event of ['begin', 'changes', 'overview', 'log']) {
			source.addEventListener(event, (message) => this.#take(event, message, generation));
		}
		source.addEventListener('error', () => this.#lost(source));
	}

	#take(event, message, generation) {
		this.#heard = performance.now();
		this.#handlers.status('live', 'live');
		this.#queue = this.#queue.then(async () => {
			if (generation !== this.#generation) {
				return;
			}
			await this.#handlers[event](api.parse(message.data));
			this.#mark = message.lastEventId || this.#mark;
		}).catch((failure) => this.#failed(failure, event, generation));
	}

	/** What could not be applied is asked for anew, from the beginning. */
	#failed(failure, event, generation) {
		console.error(`ZProc: '${event}' cannot be shown`, failure);
		if (generation === this.#generation) {
			this.#handlers.status('lost', failure.message);
			this.#source.close();
			this.#mark = undefined;
			setTimeout(() => generation === this.#generation && this.#connect(), AGAIN_MS);
		}
	}

	/** The browser connects anew by itself, unless the server has refused. */
	#lost(source) {
		if (source !== this.#source) {
			return;
		}
		const generation = this.#generation;
		if (source.readyState === EventSource.CLOSED) {
			this.#handlers.status('lost', 'refused, trying again');
			setTimeout(() => generation === this.#generation && this.#connect(), AGAIN_MS);
		}
		else {
			setTimeout(() => generation === this.#generation && source.readyState === EventSource.CONNECTING
				&& this.#handlers.status('lost', 'connection lost, trying again'), 1500);
		}
	}

	#check() {
		if (this.#source && this.#source.readyState !== EventSource.CLOSED && performance.now() - this.#heard > SILENCE_MS) {
			this.#handlers.status('lost', 'nothing heard, trying again');
			this.#connect();
		}
	}

}
