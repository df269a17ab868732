import type { Outgoing } from '../../core/inbox/index.ts'

/** A message to somebody, everything unsaid being plain. */
export function outgoing(chat: string | number, more: Partial<Outgoing> = {}): Outgoing {
  return { chat: String(chat), text: 'Вітаю!', buttons: [], edits: null, language: 'uk', sender: 'Мальва', ...more }
}

/** Lines of a recorded file, each with a name. */
export function recorded(text: string): { name: string; [field: string]: unknown }[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
