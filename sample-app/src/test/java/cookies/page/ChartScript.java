package cookies.page;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script that draws the charts, as the page itself has loaded it.
 */
final class ChartScript {

	private static final String AXES = """
			const { BYTES, clock, SHARES, span, ticks } = await import('/actuator/zproc/page/charts.js');
			const axis = (unit, high) => ticks(high, unit).map(unit.label).join(' | ');
			return [axis(SHARES, null), axis(SHARES, 0.004), axis(SHARES, 0.21), axis(SHARES, 0.6), axis(SHARES, 1.01), axis(SHARES, 42),
				axis(BYTES, 0), axis(BYTES, 183 * 2 ** 20), axis(BYTES, 1.6 * 2 ** 30), axis(BYTES, 11 * 2 ** 30),
				span(undefined, undefined), span(1000, 1004), span(1000, 1400), `${clock(90, 1)} ${clock(125, 2)} ${/^.+:\\d\\d:30/.test(clock(90, 0))}`].join('\\n');""";

	private static final String CHART = """
			const { chart, refresh, Series, SHARES } = await import('/actuator/zproc/page/charts.js');
			const series = new Series();
			// CPU is known from the second look on; what is older than five minutes, or not newer than what is known, is left out.
			for (let second = 0; second <= 400; second += 4) { series.add(1000 + second, second ? 0.01 : undefined, 180 << 20); }
			series.add(1400, 0.5, 1);
			const place = document.createElement('div');
			document.body.append(place);
			const drawn = chart(place, SHARES);
			const told = [`${series.times.length} from ${series.times[0]}, ${series.isMeasured}, ${new Series().isMeasured}`];
			for (const [width, data] of [[400, [series.times, series.cpu]], [300, [[1000, 1010], [0.3, 0.7]]]]) {
				place.style.width = `${width}px`;
				refresh(drawn, place, data);
				await new Promise(requestAnimationFrame);
				const { x, y } = drawn.scales;
				told.push(`${drawn.width} px, ${x.min} to ${x.max}, ${y.min} to ${y.max}`);
			}
			const soft = getComputedStyle(document.documentElement).getPropertyValue('--accent-soft').trim();
			const { data } = drawn.ctx.getImageData(0, 0, drawn.ctx.canvas.width, drawn.ctx.canvas.height);
			const colors = new Set();
			for (let i = 0; i < data.length; i += 4) { colors.add(`#${[0, 1, 2].map((j) => data[i + j].toString(16).padStart(2, '0')).join('')}`); }
			told.push(colors.has(soft) ? 'drawn' : `no ${soft} of ${[...colors]}`);
			drawn.destroy();
			place.remove();
			return told.join('\\n');""";

	private ChartScript() {
	}

	static void check(Browser browser) {
		assertThat(run(browser, AXES)).isEqualTo("""
				0 % | 5 % | 10 % | 15 % | 20 %
				0 % | 5 % | 10 % | 15 % | 20 %
				0 % | 10 % | 20 % | 30 %
				0 % | 20 % | 40 % | 60 %
				0 % | 50 % | 100 % | 150 %
				0 % | 2,000 % | 4,000 % | 6,000 %
				0 | 16 MB | 32 MB | 48 MB | 64 MB
				0 | 64 MB | 128 MB | 192 MB
				0 | 512 MB | 1 GB | 1.5 GB | 2 GB
				0 | 4 GB | 8 GB | 12 GB
				0,30
				974,1004
				1100,1400
				:30 :05 true""");
		assertThat(run(browser, CHART)).isEqualTo("""
				76 from 1100, true, false
				400 px, 1100 to 1400, 0 to 0.2
				300 px, 980 to 1010, 0 to 0.8
				drawn""");
	}

	private static Object run(Browser browser, String body) {
		return browser.asynchronous(
				"(async () => {" + body + "})().then(arguments[0], (failure) => arguments[0](String(failure.stack)))");
	}

}
