// What a process writes: text, and nothing but text. Follows the end until somebody scrolls up.

import * as format from './format.js';

const REMEMBERED = 1000;
const NEAR_END = 24;

export class Log {

	#section;
	#lines;
	#end;
	#attempt = 0;
	#unseen = 0;

	constructor(section) {
		this.#section = section;
		this.#lines = section.querySelector('.lines');
		this.#end = section.querySelector('button');
		this.#lines.addEventListener('scroll', () => this.#scrolled(), { passive: true });
		this.#end.addEventListener('click', () => {
			this.#lines.scrollTop = this.#lines.scrollHeight;
			this.#seen();
			this.#lines.focus();
		});
	}

	/** Waits for the lines of a process; without one there is nothing to see. */
	open(process) {
		this.#section.hidden = process === null;
		this.#clear();
		this.#note(process === null ? '' : 'Waiting for its lines');
	}

	show({ anew, missed, lines, note }) {
		if (anew) {
			this.#clear();
		}
		this.#note(note ?? (lines.length || this.#lines.childElementCount ? '' : 'It has not written anything yet.'));
		const isFollowing = this.#isAtEnd();
		this.#lines.append(...(missed ? [mark(`${format.count(missed)} earlier lines are not kept`)] : []), ...lines.flatMap((line) => this.#drawn(line)));
		while (this.#lines.childElementCount > REMEMBERED) {
			this.#lines.firstElementChild.remove();
		}
		if (isFollowing) {
			this.#lines.scrollTop = this.#lines.scrollHeight;
			this.#seen();
		}
		else {
			this.#unseen += lines.length;
			this.#end.hidden = false;
			this.#end.textContent = this.#unseen ? `To the end (${format.count(this.#unseen)} new)` : 'To the end';
		}
	}

	#drawn({ attempt, text }) {
		const line = document.createElement('span');
		// An empty line has a height, too.
		line.textContent = text || '\u00a0';
		const isOther = attempt !== this.#attempt && (this.#attempt > 0 || attempt > 1);
		this.#attempt = attempt;
		return isOther ? [mark(`start ${attempt}`), line] : [line];
	}

	#isAtEnd() {
		return this.#lines.scrollHeight - this.#lines.scrollTop - this.#lines.clientHeight < NEAR_END;
	}

	#scrolled() {
		if (this.#isAtEnd()) {
			this.#seen();
		}
		else {
			this.#end.hidden = false;
		}
	}

	#seen() {
		this.#unseen = 0;
		this.#end.hidden = true;
	}

	#clear() {
		this.#lines.replaceChildren();
		this.#attempt = 0;
		this.#seen();
	}

	#note(text) {
		const note = this.#section.querySelector('.note');
		note.textContent = text;
		note.hidden = !text;
		this.#lines.hidden = Boolean(text);
	}

}

function mark(text) {
	const line = document.createElement('span');
	line.className = 'mark';
	line.textContent = text;
	return line;
}
