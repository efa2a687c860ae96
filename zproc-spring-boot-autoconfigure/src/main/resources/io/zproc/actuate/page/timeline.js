// The history of a namespace up to the moment when somebody began to look back, and the state at any version of it.

const PAGE = 1000;

export class Timeline {

	#changes = [];
	#byKey = new Map();
	#present = new Map();
	#version = 0;

	/** Takes the state as it is at a version; what is known of the history is kept. */
	freeze(entries, version) {
		this.#present = new Map(entries);
		this.#version = version;
	}

	/** Reads what is not known yet of the history up to the frozen version, page by page. */
	async load(read, onPage) {
		for (let after = this.#changes.length ? this.newest : 0; after < this.#version;) {
			const page = await read(after, PAGE);
			if (page.forgotten && this.#changes.length) {
				// Between what is known and what comes something is gone.
				this.clear();
			}
			page.changes.forEach((change) => this.#add(change));
			onPage?.();
			if (page.next == null || !page.changes.length) {
				return;
			}
			after = page.next;
		}
	}

	#add(change) {
		if (this.#changes.length && change.version <= this.newest) {
			return;
		}
		this.#changes.push(change);
		for (const { key } of change.keys) {
			const versions = this.#byKey.get(key);
			if (versions) {
				versions.push(change);
			}
			else {
				this.#byKey.set(key, [change]);
			}
		}
	}

	get newest() {
		return this.#changes.length ? this.#changes[this.#changes.length - 1].version : this.#version;
	}

	/** The oldest version whose state can still be told. */
	get oldest() {
		return this.#changes.length ? this.#changes[0].version - 1 : this.#version;
	}

	change(version) {
		const found = latest(this.#changes, version);
		return found?.version === version ? found : null;
	}

	clear() {
		this.#changes = [];
		this.#byKey.clear();
	}

	/** The state after a version: the frozen one, with all later changes undone. */
	stateAt(version) {
		const state = new Map(this.#present);
		for (let i = this.#changes.length - 1; i >= 0 && this.#changes[i].version > version; i--) {
			if (this.#changes[i].version <= this.#version) {
				this.#undo(state, this.#changes[i]);
			}
		}
		return state;
	}

	#undo(state, change) {
		for (const { key, before, created } of change.keys) {
			if (created) {
				state.delete(key);
				continue;
			}
			const writing = latest(this.#byKey.get(key), change.version - 1);
			state.set(key, { key, value: before, version: writing?.version, writer: writing?.origin, time: writing?.time });
		}
	}

	/** What differs between two versions, as the rows of a table. */
	difference(from, to) {
		const before = this.stateAt(from);
		const after = this.stateAt(to);
		const rows = [];
		for (const [key, entry] of after) {
			const old = before.get(key);
			if (!old) {
				rows.push({ ...entry, mark: 'added' });
			}
			else if (JSON.stringify(old.value) !== JSON.stringify(entry.value)) {
				rows.push({ ...entry, mark: 'changed', before: old.value });
			}
		}
		for (const [key, entry] of before) {
			if (!after.has(key)) {
				rows.push({ ...entry, mark: 'removed' });
			}
		}
		return rows;
	}

}

/** The last change up to a version, of changes in order. */
function latest(changes, version) {
	let low = 0;
	let high = changes.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (changes[middle].version <= version) {
			low = middle + 1;
		}
		else {
			high = middle;
		}
	}
	return changes[low - 1];
}
