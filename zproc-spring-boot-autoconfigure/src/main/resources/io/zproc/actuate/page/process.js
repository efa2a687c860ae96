// One process: its record, its charts, and what may be done with it.

import * as api from './api.js';
import { BYTES, chart, refresh, SHARES } from './charts.js';
import { attempt, closeOutside, fill } from './dialogs.js';
import * as format from './format.js';
import { Log } from './log.js';
import { isOver } from './records.js';

export class ProcessDialog {

	#dialog;
	#rights;
	#id = null;
	#name = null;
	#cpu = null;
	#memory = null;
	#log;
	#onFollow;

	/** Who looks at a process wants its output, and nobody else does. */
	constructor(dialog, rights, onFollow) {
		this.#dialog = dialog;
		this.#rights = rights;
		this.#log = new Log(dialog.querySelector('.log'));
		this.#onFollow = onFollow;
		closeOutside(dialog);
		for (const button of dialog.querySelectorAll('button[data-do]')) {
			button.addEventListener('click', () => attempt(dialog, () => this.#operate(button.dataset.do)));
		}
		this.#scale().addEventListener('keydown', (event) => {
			// Enter would close the dialog.
			if (event.key === 'Enter') {
				event.preventDefault();
				dialog.querySelector('[data-do=scale]').click();
			}
		});
		dialog.addEventListener('close', () => this.#closed());
	}

	open(id, processes) {
		this.#id = id;
		this.#dialog.querySelector('.error').hidden = true;
		this.#dialog.showModal();
		// What the application writes itself is not kept.
		const followed = id === 'application' ? null : id;
		this.#log.open(followed);
		this.#onFollow(followed);
		this.#scale().value = processes.instances(id);
		this.#cpu = chart(this.#place('cpu'), SHARES);
		this.#memory = chart(this.#place('memory'), BYTES);
		this.refresh(processes);
	}

	wrote(news) {
		if (this.#dialog.open && news.process === this.#id) {
			this.#log.show(news);
		}
	}

	#operate(action) {
		return action === 'scale' ? api.operate(this.#name, 'scale', this.#scale().valueAsNumber) : api.operate(this.#id, action);
	}

	/** Where a chart is. */
	#place(name) {
		return this.#dialog.querySelector(`.chart.${name}`);
	}

	#scale() {
		return this.#dialog.querySelector('.scale input');
	}

	refresh(processes) {
		if (!this.#dialog.open) {
			return;
		}
		const record = processes.get(this.#id);
		if (!record) {
			this.#dialog.close();
			return;
		}
		this.#dialog.querySelector('h2').textContent = record.label;
		fill(this.#dialog.querySelector('dl'), [
			['State', record.state.toLowerCase()], ['Pid', record.pid], ['Started', record.startedAt && `${format.date(record.startedAt)}, start ${record.attempt ?? 1}`],
			['Ended', record.endedAt && `${format.date(record.endedAt)}${record.ending && ` with ${record.ending}`}`], ['Failure', record.failure],
			['Hung since', record.state === 'HUNG' ? format.date(record.hungSince) : null], ['Heap', record.heapBytes != null ? `${format.bytes(record.heapBytes)} of ${format.bytes(record.maxHeapBytes)}` : null],
		]);
		this.#name = record.name;
		const series = processes.series(this.#id);
		const isMeasured = series.isMeasured;
		this.#dialog.querySelector('.charts').hidden = !isMeasured;
		if (isMeasured) {
			refresh(this.#cpu, this.#place('cpu'), [series.times, series.cpu]);
			refresh(this.#memory, this.#place('memory'), [series.times, series.memory]);
		}
		this.#offer(record);
	}

	/** The operations that make sense for its state. */
	#offer(record) {
		const isOffered = { start: isOver(record), restart: !isOver(record), stop: !isOver(record), scale: true };
		const isOurs = this.#rights.writable && record.isWorker && record.depth === 1;
		for (const button of this.#dialog.querySelectorAll('button[data-do]')) {
			button.hidden = !isOurs || !isOffered[button.dataset.do];
		}
		this.#dialog.querySelector('.scale').hidden = !isOurs;
	}

	#closed() {
		this.#log.open(null);
		this.#onFollow(null);
		this.#cpu?.destroy();
		this.#memory?.destroy();
		this.#cpu = this.#memory = null;
	}

}
