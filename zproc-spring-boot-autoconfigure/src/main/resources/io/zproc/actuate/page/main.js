// The page: what it is told, and who in it is told that.

import * as api from './api.js';
import { EntryDialog } from './entry.js';
import { Changes, swarms, watchers } from './feed.js';
import * as format from './format.js';
import { ProcessDialog } from './process.js';
import { Processes } from './processes.js';
import { State } from './state.js';
import { Stream } from './stream.js';

const find = (selector) => document.querySelector(selector);

/** What the endpoint lets this page do. */
const rights = { writable: false, shown: true };

const entryDialog = new EntryDialog(find('#entry'), rights);
const processDialog = new ProcessDialog(find('#process'), rights, (id) => stream.follow(id));
const processes = new Processes(find('#processes'), (id) => processDialog.open(id, processes));
const state = new State(find('#state'), (row, at) => entryDialog.open(state.namespace, row, at));
const changes = new Changes(find('#changes'));
let overview = {};
let application = '';

const stream = new Stream({

	status: showConnection,

	async begin({ namespace, shown, writable, past, application: name }) {
		Object.assign(rights, { shown, writable });
		application = name;
		find('#application').textContent = name;
		document.title = name ? `${name} – ZProc` : 'ZProc';
		processes.began(past);
		changes.clear();
		await state.read(namespace);
		showNamespaces();
	},

	changes(news) {
		state.apply(news);
		changes.add(news);
		entryDialog.changed(state.namespace, news);
	},

	log(news) {
		processDialog.wrote(news);
	},

	overview(now) {
		// Processes that have not changed are not sent again.
		overview = { ...now, processes: now.processes ?? overview.processes ?? [] };
		showFacts(overview.server);
		processes.show(overview, application);
		processDialog.refresh(processes);
		watchers(find('#watchers'), overview.watchers, rights.writable && goLive);
		swarms(find('#swarms'), overview.swarms ?? {});
		showNamespaces();
	},

});

function showConnection(look, text) {
	const pill = find('#connection');
	pill.className = `pill ${look}`;
	pill.querySelector('.text').textContent = text;
}

function showFacts(server) {
	notice(server.error ? `The state server does not answer: ${server.error}` : rights.shown ? '' : 'Values are hidden (management.endpoint.zproc.show-values).', server.error ? 'bad' : '');
	const facts = server.error ? [] : [
		['requests', `${server.requestsPerSecond < 10 ? server.requestsPerSecond : format.count(Math.round(server.requestsPerSecond))}/s`],
		['clients', format.count(server.clients)],
		['state', `${format.bytes(server.memory.used)} of ${format.bytes(server.memory.limit)}`],
		['up', format.duration(server.uptime)],
	];
	find('#facts').replaceChildren(...facts.map(([name, value]) => {
		const fact = document.createElement('div');
		const term = document.createElement('dt');
		const text = document.createElement('dd');
		term.textContent = name;
		text.textContent = value;
		fact.append(term, text);
		return fact;
	}));
}

function notice(text, look) {
	const element = find('#notice');
	element.hidden = !text;
	element.className = look;
	// An alert is read out when it changes, not each second.
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

function showNamespaces() {
	const select = find('#namespace');
	const names = Object.keys(overview.namespaces ?? {});
	if (state.namespace && !names.includes(state.namespace)) {
		names.push(state.namespace);
	}
	if (names.join('\n') !== [...select.options].map((option) => option.value).join('\n')) {
		select.replaceChildren(...names.map((name) => new Option(name, name)));
	}
	select.value = state.namespace;
	state.statistics(overview.namespaces?.[state.namespace]);
}

async function goLive(watcher) {
	try {
		await api.goLive(watcher);
	}
	catch (failure) {
		notice(`Watcher '${watcher}' cannot go live: ${failure.message}`, 'bad');
	}
}

find('#namespace').addEventListener('change', (event) => stream.open(event.target.value));
document.addEventListener('keydown', (event) => {
	const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || document.querySelector('dialog[open]');
	if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
		event.preventDefault();
		find('#filter').focus();
	}
});
stream.open();
