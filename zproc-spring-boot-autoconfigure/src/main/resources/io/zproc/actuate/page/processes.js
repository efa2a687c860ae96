// The tree of processes: one row each, kept from one drawing to the next, with its charts.

import { BYTES, Series, SHARES, spark, update } from './charts.js';
import * as format from './format.js';
import { isOver, rows as inTree } from './records.js';

const LOOKS = { RUNNING: 'good', READY: 'good', STARTING: 'busy', STOPPING: 'busy', RESTARTING: 'busy', WAITING: 'busy', HUNG: 'bad', FAILED: 'bad', EXITED: '' };

export class Processes {

	#body;
	#summary;
	#rows = new Map();
	#series = new Map();
	#records = [];
	/** What processes took before this page was opened, and when it was told. */
	#past = { points: {}, seconds: 0 };
	#onOpen;

	constructor(section, onOpen) {
		this.#body = section.querySelector('tbody');
		this.#summary = section.querySelector('.summary');
		this.#onOpen = onOpen;
		this.#body.addEventListener('click', (event) => {
			const name = event.target.closest('button.name');
			if (name) {
				this.#onOpen(name.dataset.id);
			}
		});
	}

	get(id) {
		return this.#records.find((record) => record.id === id);
	}

	/** How many processes the worker of a process has that are not over. */
	instances(id) {
		const name = this.get(id)?.name;
		return this.#records.filter((record) => record.depth === 1 && record.name === name && !isOver(record)).length;
	}

	series(id) {
		return this.#series.get(id);
	}

	began(points) {
		this.#past = { points, seconds: Math.floor(Date.now() / 1000) };
	}

	show(overview, label) {
		const { rows, hidden, found } = inTree(overview, label);
		this.#records = rows;
		const seen = new Set();
		this.#records.forEach((record, index) => {
			seen.add(record.id);
			let row = this.#rows.get(record.id);
			if (!row) {
				row = newRow(record);
				this.#rows.set(record.id, row);
				this.#series.set(record.id, this.#begin(record));
			}
			if (this.#body.children[index] !== row.element) {
				this.#body.insertBefore(row.element, this.#body.children[index] ?? null);
			}
			this.#sample(record);
			fill(row, record, this.#series.get(record.id));
		});
		for (const [id, row] of this.#rows) {
			if (!seen.has(id)) {
				row.cpu.destroy();
				row.memory.destroy();
				row.element.remove();
				this.#rows.delete(id);
				this.#series.delete(id);
			}
		}
		const running = found.filter((record) => !isOver(record)).length;
		const hung = found.filter((record) => record.state === 'HUNG').length;
		const failed = found.filter((record) => record.state === 'FAILED').length;
		this.#summary.textContent = found.length === 0 ? 'no worker has been started' : [`${running} running`, ...(hung ? [`${hung} hung`] : []), ...(failed ? [`${failed} failed`] : []), `${found.length} in all`, ...(hidden ? [`${hidden} that ended earlier are not shown`] : [])].join(', ');
	}

	#begin(record) {
		const series = new Series();
		if (!isOver(record)) {
			for (const { age, cpu, rss } of this.#past.points[record.id] ?? []) {
				series.add(this.#past.seconds - age, cpu, rss);
			}
		}
		return series;
	}

	#sample(record) {
		if (!isOver(record)) {
			this.#series.get(record.id).add(Math.floor(Date.now() / 1000), record.cpu, record.rss);
		}
	}

}

function uptime(record) {
	if (!record.startedAt) {
		return '–';
	}
	const end = record.endedAt ? Date.parse(record.endedAt) : Date.now();
	return format.duration(end - Date.parse(record.startedAt));
}

function newRow(record) {
	const element = document.createElement('tr');
	element.dataset.process = record.id;
	const cells = [];
	for (const look of ['', '', 'number', 'number up', 'number', '', '']) {
		const cell = document.createElement('td');
		cell.className = look;
		cells.push(cell);
		element.append(cell);
	}
	const twig = document.createElement('span');
	twig.className = 'twig';
	const name = document.createElement('button');
	name.type = 'button';
	name.className = 'name';
	name.dataset.id = record.id;
	const reason = document.createElement('span');
	reason.className = 'reason';
	const who = document.createElement('div');
	who.className = 'who';
	who.append(twig, name, reason);
	cells[0].append(who);
	const badge = document.createElement('span');
	cells[1].append(badge);
	const cpu = meter(cells[5]);
	const memory = meter(cells[6]);
	return { element, twig, name, reason, badge, pid: cells[2], up: cells[3], starts: cells[4],
		cpuAmount: cpu.amount, cpu: spark(cpu.chart, SHARES), memoryAmount: memory.amount, memory: spark(memory.chart, BYTES) };
}

function meter(cell) {
	const box = document.createElement('div');
	box.className = 'meter';
	const amount = document.createElement('span');
	amount.className = 'amount';
	const chart = document.createElement('div');
	chart.className = 'spark';
	box.append(amount, chart);
	cell.append(box);
	return { amount, chart };
}

function fill(row, record, series) {
	const hasEnded = isOver(record);
	row.element.className = hasEnded ? 'over' : '';
	row.twig.textContent = record.depth ? `${'   '.repeat(record.depth - 1)}└ ` : '';
	row.name.textContent = record.label;
	const reason = record.state === 'HUNG' ? `no heartbeat for ${format.duration(Date.now() - Date.parse(record.hungSince))}` : record.failure ?? '';
	row.reason.textContent = reason;
	row.reason.title = reason;
	row.badge.className = `badge ${LOOKS[record.state] ?? ''}`;
	row.badge.textContent = record.state.toLowerCase() + (hasEnded && record.ending ? ` (${record.ending})` : '');
	row.pid.textContent = record.pid ?? '–';
	row.up.textContent = uptime(record);
	row.starts.textContent = record.attempt ?? '';
	row.cpuAmount.textContent = hasEnded ? '–' : format.percent(record.cpu);
	row.memoryAmount.textContent = hasEnded ? '–' : format.bytes(record.rss);
	update(row.cpu, [series.times, series.cpu]);
	update(row.memory, [series.times, series.memory]);
}
