// What the dialogs have in common.

/** Fills a list of terms. */
export function fill(list, facts) {
	list.replaceChildren(...facts.filter(([, value]) => value != null && value !== '').flatMap(([name, value]) => {
		const term = document.createElement('dt');
		const text = document.createElement('dd');
		term.textContent = name;
		text.textContent = String(value);
		return [term, text];
	}));
}

/** Runs an operation of a dialog: one at a time, and what fails is told in it. */
export async function attempt(dialog, operation) {
	const error = dialog.querySelector('.error');
	const buttons = [...dialog.querySelectorAll('button[data-do]')];
	error.hidden = true;
	buttons.forEach((button) => {
		button.disabled = true;
	});
	try {
		await operation();
		return true;
	}
	catch (failure) {
		error.textContent = `That was refused: ${failure.message}.`;
		error.hidden = false;
		return false;
	}
	finally {
		buttons.forEach((button) => {
			button.disabled = false;
		});
	}
}

/** Closes when somebody clicks beside it. */
export function closeOutside(dialog) {
	dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
}
