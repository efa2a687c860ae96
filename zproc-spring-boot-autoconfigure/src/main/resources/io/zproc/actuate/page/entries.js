// The entries of a namespace as they are now.

const MAX = 20_000;

export class Entries {

	#entries = new Map();
	#keys = null;
	version = 0;

	get map() {
		return this.#entries;
	}

	get size() {
		return this.#entries.size;
	}

	reset(entries, version) {
		this.#entries = new Map(entries.map((entry) => [entry.key, entry]));
		this.#keys = null;
		this.version = version;
	}

	/** Applies what is new. What is known already, because it was read later, is passed over. */
	apply(news, flashAt) {
		for (const entry of news.entries) {
			const known = this.#entries.get(entry.key);
			if (known && known.version >= entry.version) {
				continue;
			}
			if (entry.removed) {
				this.#entries.delete(entry.key);
				this.#keys = known ? null : this.#keys;
			}
			else if (known || this.#entries.size < MAX) {
				this.#entries.set(entry.key, { ...entry, flashAt });
				this.#keys = known ? this.#keys : null;
			}
		}
		this.version = Math.max(this.version, news.version);
	}

	/** All of them, in the order of their keys. */
	sorted() {
		this.#keys ??= [...this.#entries.keys()].sort();
		return this.#keys.map((key) => this.#entries.get(key));
	}

}
