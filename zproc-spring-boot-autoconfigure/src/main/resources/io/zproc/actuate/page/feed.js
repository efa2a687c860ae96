// Latest changes, watchers and swarms: short lists that are drawn anew.

import * as format from './format.js';

const REMEMBERED = 60;

function make(name, look, content) {
	const element = document.createElement(name);
	if (look) {
		element.className = look;
	}
	if (content !== undefined) {
		element.textContent = content;
	}
	return element;
}

export class Changes {

	#list;
	#empty;

	constructor(section) {
		this.#list = section.querySelector('ol');
		this.#empty = section.querySelector('.empty');
	}

	clear() {
		this.#list.replaceChildren();
		this.#empty.hidden = false;
	}

	add(news) {
		this.#empty.hidden = true;
		const items = news.entries.slice(-REMEMBERED).map((entry) => this.#item(entry));
		this.#list.prepend(...items.reverse());
		while (this.#list.children.length > REMEMBERED) {
			this.#list.lastElementChild.remove();
		}
	}

	#item(entry) {
		const item = document.createElement('li');
		const shown = entry.removed ? `${entry.key} removed` : `${entry.key} = ${entry.large ? `(${format.bytes(entry.bytes)})` : format.value(entry.value)}`;
		const what = make('span', 'what', shown.slice(0, 300));
		what.title = shown.slice(0, 1000);
		const who = make('span', 'who', format.writer(entry.writer));
		who.title = `${format.time(entry.time)}, pid ${entry.writer.pid}`;
		item.append(make('span', 'version', format.count(entry.version)), what, who);
		return item;
	}

}

export function watchers(section, list, goLive) {
	section.querySelector('.empty').hidden = list.length > 0;
	section.querySelector('.summary').textContent = list.length ? `${list.length}` : '';
	section.querySelector('ul').replaceChildren(...list.map((watcher) => {
		const item = document.createElement('li');
		const line = make('div', 'line');
		const lag = watcher.lag ?? 0;
		line.append(make('b', '', watcher.name), lagBadge(watcher));
		if (goLive && lag > 0) {
			const button = make('button', '', 'Go live');
			button.type = 'button';
			button.addEventListener('click', () => goLive(watcher.name));
			line.append(button);
		}
		item.append(line, make('p', 'soft', `${watcher.namespace}, at version ${format.count(watcher.position)}, ${format.amount(watcher.invocations, 'call')}`));
		if (watcher.lastFailure) {
			item.append(make('p', 'failure', `${watcher.lastFailure.message} (version ${format.count(watcher.lastFailure.version)}, ${format.time(watcher.lastFailure.time)})`));
		}
		return item;
	}));
}

function lagBadge({ running, lag }) {
	if (!running) {
		return make('span', 'badge bad', 'ended');
	}
	return make('span', `badge ${lag > 1000 ? 'bad' : lag > 0 ? 'busy' : 'good'}`, lag > 0 ? `${format.count(lag)} behind` : 'up to date');
}

export function swarms(section, byName) {
	const list = Object.entries(byName).map(([name, progress]) => ({ ...progress, name }));
	section.hidden = list.length === 0;
	section.querySelector('ul').replaceChildren(...list.map((swarm) => {
		const item = document.createElement('li');
		const line = make('div', 'line');
		const ended = swarm.done + swarm.failed + swarm.setAside + swarm.cancelled;
		const all = ended + swarm.waiting + swarm.running;
		line.append(make('b', '', swarm.name), make('span', 'badge', `${swarm.processes} of ${swarm.size} processes`));
		if (swarm.failed) {
			line.append(make('span', 'badge bad', `${format.count(swarm.failed)} failed`));
		}
		line.append(make('span', 'soft', `${format.count(ended)} of ${format.count(all)}`));
		const bar = document.createElement('progress');
		bar.max = Math.max(1, all);
		bar.value = ended;
		bar.setAttribute('aria-label', `Progress of ${swarm.name}`);
		item.append(line, bar);
		return item;
	}));
}
