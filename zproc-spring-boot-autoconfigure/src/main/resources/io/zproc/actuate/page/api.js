// What the page asks the endpoint for. All addresses are relative to the page.

const base = document.body.dataset.base;
const UNSAFE_NUMBER = /\d{16}/;

/** JSON, with the whole numbers that JavaScript cannot hold kept as they are written. */
export function parse(text) {
	if (!UNSAFE_NUMBER.test(text) || !JSON.rawJSON) {
		return JSON.parse(text);
	}
	return JSON.parse(text, (key, value, context) => (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? JSON.rawJSON(context.source) : value));
}

function address(...segments) {
	return [base, ...segments.map(encodeURIComponent)].join('/');
}

function query(parameters) {
	const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
	return given.length ? `?${new URLSearchParams(given)}` : '';
}

/** Spring Security's token against forged requests, where it is kept in a cookie. */
function inCookie() {
	const cookie = document.cookie.split('; ').find((text) => text.startsWith('XSRF-TOKEN='));
	return cookie ? { 'X-XSRF-TOKEN': cookie.slice('XSRF-TOKEN='.length) } : null;
}

/** The token, wherever it is kept. Asked for each time: the session may be another one. */
async function asked() {
	const { header, token } = await send(address('page', 'token'));
	return header ? { [header]: token } : {};
}

async function send(url, options = {}) {
	const response = await fetch(url, { ...options, headers: { Accept: 'application/json', ...options.headers } });
	const text = await response.text();
	if (!response.ok) {
		throw Object.assign(new Error(reason(response.status, text)), { status: response.status });
	}
	return text ? parse(text) : null;
}

function reason(status, text) {
	switch (status) {
		case 401: return 'you are not logged in';
		case 403: return 'you are not allowed to';
		case 404: return 'there is no such thing any more';
		case 405: return 'the endpoint is read-only (management.endpoint.zproc.access)';
	}
	try {
		const { message, error } = JSON.parse(text);
		return message ?? error ?? `status ${status}`;
	}
	catch {
		return `status ${status}`;
	}
}

/** Whether the one in the cookie is taken as it is depends on how Spring Security is set up. */
async function operation(url, options) {
	const known = inCookie();
	try {
		return await send(url, { ...options, headers: { ...options.headers, ...(known ?? await asked()) } });
	}
	catch (failure) {
		if (!known || failure.status !== 403) {
			throw failure;
		}
		return send(url, { ...options, headers: { ...options.headers, ...await asked() } });
	}
}

function write(url, body) {
	return operation(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

/** A page of the entries of a namespace. */
export function entries(namespace, after, limit) {
	return send(address('namespaces', namespace) + query({ after, limit }));
}

export function entry(namespace, key) {
	return send(address('namespaces', namespace, 'entries') + query({ key }));
}

/** A page of the history of a namespace: the changes after a version. */
export function history(namespace, after, limit) {
	return send(address('namespaces', namespace, 'history') + query({ after, limit }));
}

/** Starts, stops or restarts a worker's process, or scales a worker. */
export function operate(process, action, instances) {
	return write(address('processes', process), { action, instances });
}

export function set(namespace, key, value) {
	return write(address('namespaces', namespace, 'entries') + query({ key }), { value });
}

export function remove(namespace, key) {
	return operation(address('namespaces', namespace, 'entries') + query({ key }), { method: 'DELETE' });
}

export function goLive(watcher) {
	return write(address('watchers', watcher), { action: 'go-live' });
}

export function events(namespace, after, log) {
	return new EventSource(address('page', 'events') + query({ namespace, after, log }));
}
