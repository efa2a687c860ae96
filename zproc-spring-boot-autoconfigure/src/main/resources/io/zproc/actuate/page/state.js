// The state: live, or as it was at a version, or what differs between two versions.

import * as api from './api.js';
import { Entries } from './entries.js';
import * as format from './format.js';
import { Table } from './table.js';
import { Timeline } from './timeline.js';

const PAGE = 1000;
const MAX_READ = 10_000;

export class State {

	#find;
	#table;
	#entries = new Entries();
	#timeline = new Timeline();
	#statistics = {};
	#isComplete = true;
	/** The version that is looked at; null is now. */
	#at = null;
	#frozenVersion = 0;
	#loading = null;
	namespace = null;

	constructor(section, onOpen) {
		this.#find = (selector) => section.querySelector(selector);
		this.#table = new Table(this.#find('#table'), (row) => onOpen(row, this.#at));
		const slider = this.#find('#slider');
		slider.addEventListener('input', () => {
			// Before the history is there, the slider may be set back by what happens meanwhile.
			const version = Number(slider.value);
			this.#travel(() => version);
		});
		this.#find('#against').addEventListener('input', () => this.#travel((now) => now));
		this.#find('#back').addEventListener('click', () => this.#travel((now) => now - 1));
		this.#find('#forth').addEventListener('click', () => this.#travel((now) => now + 1));
		this.#find('#live').addEventListener('click', () => this.live());
		this.#find('#filter').addEventListener('input', () => this.#show());
	}

	/** Reads a namespace anew, whatever was known before. */
	async read(namespace) {
		const entries = [];
		let page;
		do {
			page = await api.entries(namespace, page?.next, PAGE).catch((failure) => {
				if (failure.status === 404) {
					return { version: 0, entries: [] };
				}
				throw failure;
			});
			entries.push(...page.entries);
		} while (page.next && entries.length < MAX_READ);
		this.namespace = namespace;
		this.#isComplete = !page.next;
		this.#entries.reset(entries, page.version);
		this.#timeline.clear();
		this.live();
	}

	apply(news) {
		this.#entries.apply(news, performance.now());
		if (this.#at === null) {
			this.#show();
		}
		else {
			this.#showMoment();
		}
	}

	statistics(statistics) {
		this.#statistics = statistics ?? {};
		this.#summarise();
	}

	live() {
		this.#at = null;
		this.#find('#against').value = '';
		this.#show();
	}

	/** Looks back: from now on the table stands still, until it is live again. */
	async #travel(target) {
		if (this.#at === null) {
			this.#at = this.#frozenVersion = this.#entries.version;
			this.#timeline.freeze(this.#entries.map, this.#frozenVersion);
			this.#loading = this.#load();
		}
		await this.#loading;
		if (this.#at !== null) {
			this.#at = Math.min(this.#frozenVersion, Math.max(this.#timeline.oldest, target(this.#at)));
			this.#show();
		}
	}

	async #load() {
		const moment = this.#find('#moment');
		moment.textContent = 'reading the history';
		try {
			await this.#timeline.load((after, limit) => api.history(this.namespace, after, limit),
				() => {
					moment.textContent = `reading the history, version ${format.count(this.#timeline.newest)}`;
				});
			this.#find('#slider').min = this.#timeline.oldest;
		}
		catch (failure) {
			this.#at = null;
			moment.textContent = `The history cannot be read: ${failure.message}`;
		}
	}

	#rows() {
		if (this.#at === null) {
			return this.#entries.sorted();
		}
		const against = this.#against();
		const rows = against === null ? [...this.#timeline.stateAt(this.#at).values()]
			: this.#timeline.difference(Math.min(against, this.#at), Math.max(against, this.#at));
		return rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
	}

	#against() {
		const text = this.#find('#against').value;
		return text === '' ? null : Number(text);
	}

	#show() {
		const wanted = this.#find('#filter').value.toLowerCase();
		const all = this.#rows();
		const rows = wanted ? all.filter((row) => row.key.toLowerCase().includes(wanted)) : all;
		this.#table.show(rows);
		this.#showMoment();
		const empty = this.#find('.empty');
		empty.hidden = rows.length > 0;
		empty.textContent = all.length ? 'No key contains that text.'
			: this.#at !== null && this.#against() !== null ? 'Nothing differs.' : 'No key is in this namespace.';
		this.#summarise();
	}

	#showMoment() {
		const isLive = this.#at === null;
		const slider = this.#find('#slider');
		slider.max = isLive ? this.#entries.version : this.#frozenVersion;
		slider.min = isLive ? Math.max(0, this.#statistics.history?.since ?? 0) : slider.min;
		slider.value = isLive ? this.#entries.version : this.#at;
		this.#find('#live').setAttribute('aria-pressed', String(isLive));
		this.#find('#back').disabled = Number(slider.value) <= Number(slider.min);
		this.#find('#forth').disabled = isLive || this.#at >= this.#frozenVersion;
		const newer = this.#entries.version - this.#frozenVersion;
		this.#find('#live').textContent = isLive || newer <= 0 ? 'Live' : `Live (${format.count(newer)} newer)`;
		const text = isLive ? `now, version ${format.count(this.#entries.version)}` : this.#told(this.#at);
		this.#find('#moment').textContent = text;
		slider.setAttribute('aria-valuetext', text);
	}

	#told(version) {
		const change = this.#timeline.change(version);
		return `version ${format.count(version)}${change ? `, ${format.time(change.time)}, by ${format.writer(change.origin)}` : ''}`;
	}

	#summarise() {
		const { size, bytes, turn } = this.#statistics;
		const facts = [format.amount(Math.max(size ?? 0, this.#entries.size), 'key')];
		if (bytes) {
			facts.push(format.bytes(bytes));
		}
		if (!this.#isComplete) {
			facts.push(`the first ${format.count(this.#entries.size)} are shown`);
		}
		if (turn?.holder) {
			facts.push(`turn held by ${format.writer(turn.holder)}${turn.waiting ? `, ${turn.waiting} wait` : ''}`);
		}
		this.#find('.summary').textContent = facts.join(', ');
	}

}
