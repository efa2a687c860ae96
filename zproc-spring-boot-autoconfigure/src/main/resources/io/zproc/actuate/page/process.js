// One process: its record, its charts, and what may be done with it.

import * as api from './api.js';
import { chart } from './charts.js';
import { attempt, closeOutside, fill } from './dialogs.js';
import * as format from './format.js';
import { isOver } from './records.js';

export class ProcessDialog {

	#dialog;
	#rights;
	#id = null;
	#cpu = null;
	#memory = null;

	constructor(dialog, rights) {
		this.#dialog = dialog;
		this.#rights = rights;
		closeOutside(dialog);
		for (const button of dialog.querySelectorAll('button[data-do]')) {
			button.addEventListener('click', () => attempt(dialog, () => api.operate(this.#id, button.dataset.do)));
		}
		dialog.addEventListener('close', () => this.#closed());
	}

	open(id, processes) {
		this.#id = id;
		this.#dialog.querySelector('.error').hidden = true;
		this.#dialog.showModal();
		this.#cpu = chart(this.#dialog.querySelector('.cpu'), format.percent, 0.2);
		this.#memory = chart(this.#dialog.querySelector('.memory'), format.bytes, 64 << 20);
		this.refresh(processes);
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
			['Ended', record.endedAt && `${format.date(record.endedAt)} with ${record.ending}`], ['Failure', record.failure],
		]);
		const series = processes.series(this.#id);
		const isMeasured = series.isMeasured;
		this.#dialog.querySelector('.charts').hidden = !isMeasured;
		if (isMeasured) {
			this.#cpu.setData([series.times, series.cpu]);
			this.#memory.setData([series.times, series.memory]);
		}
		this.#offer(record);
	}

	/** The operations that make sense for its state. */
	#offer(record) {
		const isOffered = { start: isOver(record), restart: !isOver(record), stop: !isOver(record) };
		for (const button of this.#dialog.querySelectorAll('button[data-do]')) {
			button.hidden = !this.#rights.writable || !record.isWorker || !isOffered[button.dataset.do];
		}
	}

	#closed() {
		this.#cpu?.destroy();
		this.#memory?.destroy();
		this.#cpu = this.#memory = null;
	}

}
