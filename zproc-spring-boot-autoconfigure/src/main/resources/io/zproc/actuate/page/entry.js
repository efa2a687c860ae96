// One entry: its value in full, who wrote it, and what may be done with it.

import * as api from './api.js';
import { attempt, closeOutside, fill } from './dialogs.js';
import * as format from './format.js';

export class EntryDialog {

	#dialog;
	#rights;
	#namespace;
	#row;
	#isPast = false;

	constructor(dialog, rights) {
		this.#dialog = dialog;
		this.#rights = rights;
		closeOutside(dialog);
		this.#button('set').addEventListener('click', () => this.#do(() => api.set(this.#namespace, this.#row.key, this.#text().value)));
		this.#button('remove').addEventListener('click', () => this.#do(() => api.remove(this.#namespace, this.#row.key)));
	}

	/** Opens a row of the table, as it was at a version, or as it is now. */
	open(namespace, row, at) {
		this.#namespace = namespace;
		this.#isPast = at !== null;
		const isWritable = this.#rights.writable && !this.#isPast;
		this.#dialog.querySelector('.write').hidden = !isWritable;
		this.#button('set').hidden = !isWritable;
		this.#button('remove').hidden = !isWritable;
		this.#dialog.querySelector('.error').hidden = true;
		this.#show(row);
		this.#text().value = row.large || !this.#rights.shown ? '' : JSON.stringify(row.value) ?? '';
		this.#dialog.showModal();
		if (!this.#isPast) {
			this.#read();
		}
	}

	/** The entry has changed while it is looked at. */
	changed(namespace, news) {
		const now = this.#dialog.open && !this.#isPast && namespace === this.#namespace ? news.entries.find(({ key }) => key === this.#row.key) : null;
		if (now) {
			this.#show(now);
		}
	}

	/** A large value is not in the table. */
	async #read() {
		const row = this.#row;
		if (row.large) {
			await attempt(this.#dialog, async () => {
				const entry = await api.entry(this.#namespace, row.key);
				if (this.#row === row) {
					this.#show(entry);
				}
			});
		}
	}

	#show(row) {
		this.#row = row;
		this.#dialog.querySelector('h2').textContent = row.key;
		fill(this.#dialog.querySelector('dl'), [
			['Type', row.type], ['Size', row.bytes ? format.bytes(row.bytes) : ''], ['Version', row.version == null ? '' : format.count(row.version)],
			['Written by', row.writer && `${format.writer(row.writer)} (pid ${row.writer.pid})`], ['At', row.time && format.date(row.time)], ['Before', row.mark === 'changed' ? format.value(row.before) : ''],
		]);
		this.#dialog.querySelector('pre').textContent = row.removed || row.mark === 'removed' ? '(removed)' : row.large ? '' : format.pretty(row.value);
	}

	async #do(operation) {
		if (await attempt(this.#dialog, operation)) {
			this.#dialog.close();
		}
	}

	#text() {
		return this.#dialog.querySelector('textarea');
	}

	#button(name) {
		return this.#dialog.querySelector(`[data-do=${name}]`);
	}

}
