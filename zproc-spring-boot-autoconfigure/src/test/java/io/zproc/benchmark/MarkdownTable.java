package io.zproc.benchmark;

import java.util.List;
import java.util.Locale;

import io.zproc.benchmark.Results.Row;

/**
 * The results as a table for {@code docs/benchmarks.md}.
 */
final class MarkdownTable {

	private final Results results;

	private final int fewest;

	MarkdownTable(Results results, int fewest) {
		this.results = results;
		this.fewest = fewest;
	}

	String render(List<Row> rows) {
		StringBuilder table = new StringBuilder();
		table.append("| Operation | Keys | p50 (us) | per second | p50 / owner echo | p50 / raw echo |"
				+ " rate / raw echo's, 500 in flight | cost / cost at " + this.fewest + " keys |\n");
		table.append("|---|--:|--:|--:|--:|--:|--:|--:|\n");
		rows.forEach((row) -> table.append(line(row)));
		return table.toString();
	}

	private String line(Row row) {
		boolean isTimed = !Double.isNaN(this.results.median(row, Sample::p50Micros));
		boolean isPipelined = row.operation().contains("in flight");
		return "| " + String.join(" | ", row.operation(), String.format(Locale.ROOT, "%,d", row.keys()),
				isTimed ? format("%.1f", this.results.median(row, Sample::p50Micros)) : "",
				format("%,.0f", this.results.median(row, Sample::perSecond)),
				isTimed ? ratio(row, BenchmarkMain.OWNER_ECHO) : "", isTimed ? ratio(row, BenchmarkMain.RAW_ECHO) : "",
				isPipelined ? format("%.2f", this.results.medianRatio(row,
						new Row(row.keys(), BenchmarkMain.RAW_PIPELINED), Sample::perSecond)) : "",
				format("%.2f", growth(row, isTimed))) + " |\n";
	}

	private String ratio(Row row, String echo) {
		return format("%.2f", this.results.medianRatio(row, new Row(row.keys(), echo), Sample::p50Micros));
	}

	private double growth(Row row, boolean isTimed) {
		Row few = new Row(this.fewest, row.operation());
		return isTimed ? this.results.medianRatio(row, few, Sample::p50Micros)
				: this.results.medianRatio(row, few, (sample) -> 1 / sample.perSecond());
	}

	private static String format(String format, double figure) {
		return String.format(Locale.ROOT, format, figure);
	}

}
