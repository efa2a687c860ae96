// The charts of the processes over the last minutes, drawn by uPlot.

const MINUTES = 5;

/** What is known of one process over time. */
export class Series {

	times = [];
	cpu = [];
	memory = [];

	get isMeasured() {
		return this.cpu.some((value) => value !== null) || this.memory.some((value) => value !== null);
	}

	add(seconds, cpu, memory) {
		if (this.times.length && seconds <= this.times[this.times.length - 1]) {
			return;
		}
		this.times.push(seconds);
		this.cpu.push(cpu ?? null);
		this.memory.push(memory ?? null);
		while (this.times[0] < seconds - MINUTES * 60) {
			this.times.shift();
			this.cpu.shift();
			this.memory.shift();
		}
	}

}

/** Without the library there are numbers, and no charts. */
function draw(options, data, element) {
	return window.uPlot ? new uPlot(options, data, element) : { setData() {}, setSize() {}, destroy() {} };
}

function color(name) {
	return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const wide = matchMedia('(min-width: 1200px)');

/** As wide as the style sheet makes its place. */
function sparkWidth() {
	return wide.matches ? 220 : 110;
}

/** Draws a chart of a row with what is known now. */
export function update(spark, data) {
	if (spark.width !== undefined && spark.width !== sparkWidth()) {
		spark.setSize({ width: sparkWidth(), height: 26 });
	}
	spark.setData(data);
}

function line() {
	// CPU is known from the second look on: there is no gap where this page was opened.
	return { stroke: () => color('--accent'), fill: () => color('--accent-soft'), points: { show: false }, spanGaps: true };
}

/** A chart without axes, for a row of a table. */
export function spark(element, max) {
	return draw({
		width: sparkWidth(),
		height: 26,
		legend: { show: false },
		cursor: { show: false },
		axes: [{ show: false }, { show: false }],
		scales: { x: { time: false }, y: { range: (chart, low, high) => [0, Math.max(high ?? 0, max)] } },
		padding: [2, 0, 2, 0],
		series: [{}, { ...line(), width: 1.2 }],
	}, [[], []], element);
}

/** For an axis of bytes, in round numbers of them. */
export const BYTES = { incrs: Array.from({ length: 32 }, (_, power) => 1024 * 2 ** power) };

/** A chart with axes. */
export function chart(element, format, max, steps = {}) {
	const axis = { stroke: () => color('--soft'), grid: { stroke: () => color('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
	return draw({
		width: element.clientWidth || 320,
		height: 130,
		legend: { show: false },
		cursor: { y: false },
		axes: [axis, { ...axis, size: 62, values: (chart, ticks) => ticks.map(format), ...steps }],
		scales: { y: { range: (chart, low, high) => [0, Math.max((high ?? 0) * 1.1, max)] } },
		series: [{}, { ...line(), width: 1.5 }],
	}, [[], []], element);
}
