// A table of any length that draws only the rows in sight.

import * as format from './format.js';

const ROW = 32;
const SPARE = 6;
const FLASH_MS = 1600;

export class Table {

	#root;
	#viewport;
	#canvas;
	#rows = [];
	#drawn = new Map();
	#spare = [];
	#at = -1;
	#isAsked = false;
	/** The width of the scroll bar. */
	#bar = 0;
	#onOpen;

	constructor(root, onOpen) {
		this.#root = root;
		this.#onOpen = onOpen;
		this.#viewport = root.querySelector('.viewport');
		this.#canvas = root.querySelector('.canvas');
		this.#viewport.addEventListener('scroll', () => this.draw(), { passive: true });
		new ResizeObserver(() => this.draw()).observe(this.#viewport);
		root.addEventListener('keydown', (event) => this.#key(event));
		root.addEventListener('click', (event) => {
			const row = event.target.closest('.row.body');
			if (row) {
				this.#go(Number(row.dataset.index));
				this.#onOpen(this.#rows[this.#at]);
			}
		});
	}

	show(rows) {
		const key = this.#rows[this.#at]?.key;
		this.#rows = rows;
		this.#at = key === undefined ? -1 : rows.findIndex((row) => row.key === key);
		this.#canvas.style.height = `${rows.length * ROW}px`;
		// As high as it needs to be; the style says how high it may be.
		this.#viewport.style.height = `${rows.length * ROW}px`;
		this.#root.setAttribute('aria-rowcount', rows.length + 1);
		this.draw();
	}

	/** Draws soon, once, however often it is asked. */
	draw() {
		if (!this.#isAsked) {
			this.#isAsked = true;
			requestAnimationFrame(() => {
				this.#isAsked = false;
				this.#drawNow();
			});
		}
	}

	#drawNow() {
		// The head has no scroll bar, and the columns of both are one.
		const bar = this.#viewport.offsetWidth - this.#viewport.clientWidth;
		if (bar !== this.#bar) {
			this.#bar = bar;
			this.#root.style.setProperty('--bar', `${bar}px`);
		}
		const first = Math.max(0, Math.floor(this.#viewport.scrollTop / ROW) - SPARE);
		const last = Math.min(this.#rows.length, Math.ceil((this.#viewport.scrollTop + this.#viewport.clientHeight) / ROW) + SPARE);
		for (const [index, element] of this.#drawn) {
			if (index < first || index >= last) {
				this.#drawn.delete(index);
				element.remove();
				this.#spare.push(element);
			}
		}
		for (let index = first; index < last; index++) {
			let element = this.#drawn.get(index);
			if (!element) {
				element = this.#spare.pop() ?? newRow();
				element.id = `row-${index}`;
				element.dataset.index = index;
				element.style.top = `${index * ROW}px`;
				element.setAttribute('aria-rowindex', index + 2);
				this.#drawn.set(index, element);
				this.#canvas.append(element);
			}
			fill(element, this.#rows[index], index === this.#at);
		}
	}

	#key(event) {
		if (event.target !== this.#root) {
			return;
		}
		const page = Math.max(1, Math.floor(this.#viewport.clientHeight / ROW) - 1);
		const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
		if (event.key in steps) {
			event.preventDefault();
			this.#go(this.#at + steps[event.key]);
		}
		else if (event.key === 'Enter' && this.#at >= 0) {
			event.preventDefault();
			this.#onOpen(this.#rows[this.#at]);
		}
	}

	#go(index) {
		this.#at = Math.min(this.#rows.length - 1, Math.max(0, index));
		const top = this.#at * ROW;
		if (top < this.#viewport.scrollTop) {
			this.#viewport.scrollTop = top;
		}
		else if (top + ROW > this.#viewport.scrollTop + this.#viewport.clientHeight) {
			this.#viewport.scrollTop = top + ROW - this.#viewport.clientHeight;
		}
		this.#drawNow();
		this.#root.setAttribute('aria-activedescendant', `row-${this.#at}`);
	}

}

function newRow() {
	const row = document.createElement('div');
	row.setAttribute('role', 'row');
	for (const name of ['key', 'value', 'type', 'version number', 'writer']) {
		const cell = document.createElement('span');
		cell.className = name;
		cell.setAttribute('role', 'gridcell');
		row.append(cell);
	}
	return row;
}

function fill(element, row, isAt) {
	const [key, value, type, version, writer] = element.children;
	const isFresh = row.flashAt !== undefined && performance.now() - row.flashAt < FLASH_MS;
	const isOther = element.dataset.key !== row.key;
	element.className = `row body${isAt ? ' at' : ''}${row.mark ? ` ${row.mark}` : ''}${isFresh ? ' flash' : ''}`;
	// The animation of an element that shows a newer change begins anew.
	if (isFresh && !isOther && element.dataset.flash !== String(row.flashAt)) {
		element.getAnimations().forEach((animation) => {
			animation.cancel();
			animation.play();
		});
	}
	element.dataset.flash = row.flashAt ?? '';
	element.dataset.key = row.key;
	text(key, row.key);
	key.title = row.key;
	if (row.mark === 'changed') {
		const before = document.createElement('span');
		before.className = 'before';
		before.textContent = format.value(row.before);
		value.replaceChildren(before, format.value(row.value));
	}
	else {
		text(value, row.large ? `(${format.bytes(row.bytes)})` : format.value(row.value));
	}
	value.title = row.large ? '' : value.textContent.slice(0, 1000);
	text(type, format.type(row.type));
	text(version, row.version == null ? '' : format.count(row.version));
	text(writer, format.writer(row.writer));
}

function text(cell, content) {
	if (cell.textContent !== content) {
		cell.textContent = content;
	}
}
