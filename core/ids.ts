import { v7 } from 'uuid'

/** A new id. Ids grow with time, so that indexes stay compact. */
export function newId(): string {
  return v7()
}

/** Whether a text can be one of our ids; anything else cannot be found, which is not an error of the database. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
}
