// The charts of the processes over the last minutes, drawn by uPlot.

import * as format from './format.js';

const MAX_SECONDS = 300;
/** A chart of a few seconds would show noise, as wide as minutes. */
const MIN_SECONDS = 30;
const MAX_STEPS = 4;
const SPARK_HEIGHT = 26;
const CHART_HEIGHT = 130;

/** What an axis counts: the least that it shows, its steps, which are round numbers, and what they are called. */
export const SHARES = {
	least: 0.2,
	step(atLeast) {
		const magnitude = 10 ** Math.floor(Math.log10(atLeast));
		return [1, 2, 5, 10].map((digit) => digit * magnitude).find((step) => step >= atLeast);
	},
	label: (share) => `${format.count(Math.round(share * 1000) / 10)} %`,
};
export const BYTES = {
	least: 64 << 20,
	step: (atLeast) => 2 ** Math.ceil(Math.log2(atLeast)),
	label: (amount) => (amount ? format.bytes(amount).replace('.0 ', ' ') : '0'),
};

/** The numbers at an axis, from 0 to the first that is not below the highest value. */
export function ticks(high, { least, step }) {
	const top = Math.max(high ?? 0, least);
	const size = step(top / MAX_STEPS);
	// A sum of tenths is not always what it should be.
	const count = Math.ceil(top / size - 1e-9);
	return Array.from({ length: count + 1 }, (_, index) => index * size);
}

/** The time that a chart shows, in seconds. */
export function span(first, last) {
	return last == null ? [0, MIN_SECONDS] : [last - Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, last - first)), last];
}

/** The times at an axis: minutes by the clock, and seconds between them, the first of them in full. */
export function clock(seconds, index) {
	const rest = seconds % 60;
	if (rest && index === 0) {
		return format.time(seconds * 1000);
	}
	return rest ? `:${String(rest).padStart(2, '0')}` : format.minute(seconds * 1000);
}

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
		while (this.times[0] < seconds - MAX_SECONDS) {
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
	fit(spark, sparkWidth(), SPARK_HEIGHT);
	spark.setData(data);
}

/** Draws a chart with axes with what is known now, as wide as its place is now. */
export function refresh(chart, element, data) {
	fit(chart, element.clientWidth, CHART_HEIGHT);
	chart.setData(data);
}

function fit(chart, width, height) {
	if (width && chart.width !== undefined && chart.width !== width) {
		chart.setSize({ width, height });
	}
}

function line() {
	// CPU is known from the second look on: there is no gap where this page was opened.
	return { stroke: () => color('--accent'), fill: () => color('--accent-soft'), points: { show: false }, spanGaps: true };
}

/** A chart without axes, for a row of a table. */
export function spark(element, { least }) {
	return draw({
		width: sparkWidth(),
		height: SPARK_HEIGHT,
		legend: { show: false },
		cursor: { show: false },
		axes: [{ show: false }, { show: false }],
		scales: { x: { time: false, range: (chart, first, last) => span(first, last) }, y: { range: (chart, low, high) => [0, Math.max(high ?? 0, least)] } },
		padding: [2, 0, 2, 0],
		series: [{}, { ...line(), width: 1.2 }],
	}, [[], []], element);
}

/** Minutes have longer names than the seconds between them. */
function labelWidth(seconds) {
	return seconds > 150 ? 66 : 46;
}

/** A chart with axes. */
export function chart(element, unit) {
	const axis = { stroke: () => color('--soft'), grid: { stroke: () => color('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
	return draw({
		width: element.clientWidth || 320,
		height: CHART_HEIGHT,
		legend: { show: false },
		cursor: { show: false },
		padding: [8, 12, 0, 0],
		axes: [
			{ ...axis, size: 24, gap: 6, space: (chart, index, first, last) => labelWidth(last - first), incrs: [10, 30, 60, 120], values: (chart, times) => times.map(clock) },
			{ ...axis, size: 58, gap: 8, splits: (chart, index, low, high) => ticks(high, unit), values: (chart, amounts) => amounts.map(unit.label) },
		],
		scales: { x: { range: (chart, first, last) => span(first, last) }, y: { range: (chart, low, high) => [0, ticks(high, unit).at(-1)] } },
		series: [{}, { ...line(), width: 1.5 }],
	}, [[], []], element);
}
