// Texts for people. Nothing here makes HTML: everything is shown by textContent.

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(amount) {
	if (amount == null) {
		return '–';
	}
	let unit = 0;
	let rest = amount;
	while (rest >= 1024 && unit < UNITS.length - 1) {
		rest /= 1024;
		unit++;
	}
	return `${rest < 10 && unit > 0 ? rest.toFixed(1) : Math.round(rest)} ${UNITS[unit]}`;
}

export function duration(ms) {
	if (ms == null || Number.isNaN(ms)) {
		return '–';
	}
	const seconds = Math.max(0, Math.floor(ms / 1000));
	if (seconds < 60) {
		return `${seconds} s`;
	}
	if (seconds < 3600) {
		return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	}
	if (seconds < 86400) {
		return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
	}
	return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds % 86400 / 3600)} h`;
}

export function percent(share) {
	return share == null ? '–' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

export function count(number) {
	return number == null ? '–' : number.toLocaleString();
}

/** So many of a thing: 1 key, 2 keys. */
export function amount(number, thing) {
	return `${count(number)} ${thing}${number === 1 ? '' : 's'}`;
}

export function value(any) {
	if (any === undefined) {
		return '';
	}
	return typeof any === 'string' ? JSON.stringify(any) : JSON.stringify(any) ?? String(any);
}

export function date(instant) {
	return instant ? new Date(instant).toLocaleString() : '–';
}

/** A class of the application is named without its package. */
export function type(name) {
	return name?.slice(name.lastIndexOf('.') + 1) ?? '';
}

export function pretty(any) {
	return JSON.stringify(any, null, 2) ?? '';
}

/** A moment, to the minute. */
export function minute(ms) {
	return new Date(ms).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
}

export function time(instant) {
	return instant ? new Date(instant).toLocaleTimeString() : '–';
}

/** Who made a change, as people say it. */
export function writer(origin) {
	if (!origin) {
		return '';
	}
	if (origin.invocation?.startsWith('actuator/')) {
		return `${origin.invocation.slice('actuator/'.length)}, at the endpoint`;
	}
	return origin.worker ? `${origin.worker}-${origin.instance}` : 'application';
}
