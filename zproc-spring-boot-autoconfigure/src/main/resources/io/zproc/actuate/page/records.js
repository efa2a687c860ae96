// The records of processes as the endpoint tells them, made the rows of one tree.

/** Ended processes beyond these are counted, not shown. */
const MAX_ENDED = 30;

const OVER = new Set(['EXITED', 'FAILED']);

export function isOver(record) {
	return OVER.has(record.state);
}

/** The processes below the application, with the state server as the first of them. */
export function rows({ processes, server, application }, label) {
	const found = [];
	collect(processes, 1, found);
	const ended = found.filter(isOver).sort((a, b) => (a.endedAt < b.endedAt ? 1 : -1));
	const hidden = new Set(ended.slice(MAX_ENDED));
	const root = { ...application, id: 'application', label: label || 'application', depth: 0, state: 'RUNNING' };
	const own = server.pid != null && server.pid !== root.pid ? [serverRow(server)] : [];
	return { rows: [root, ...own, ...found.filter((record) => !hidden.has(record))], hidden: hidden.size, found };
}

function collect(trees, depth, found) {
	for (const { children, ...record } of trees) {
		const label = `${record.name}-${record.instance}`;
		const state = record.hungSince && !isOver(record) ? 'HUNG' : record.state;
		found.push({ ...record, state, id: label, label, depth, isWorker: true, ending: ending(record) });
		collect(children ?? [], depth + 1, found);
	}
}

function serverRow(server) {
	return { id: 'server', label: 'state server', depth: 1, state: 'RUNNING', pid: server.pid, cpu: server.cpu, rss: server.rss,
		startedAt: new Date(Date.now() - (server.uptime ?? 0)).toISOString() };
}

/** How a process ended: a signal is 128 and its number. */
function ending({ exitCode }) {
	const signals = { 130: 'SIGINT', 134: 'SIGABRT', 137: 'SIGKILL', 139: 'SIGSEGV', 143: 'SIGTERM' };
	return exitCode == null ? '' : signals[exitCode] ?? String(exitCode);
}
