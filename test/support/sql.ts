import pg from 'pg'

/** What the template was migrated with, so what every clone of it opens with. */
export const testEncryptionKeys: readonly Buffer[] = [Buffer.alloc(32, 'rozmova tests')]

/** One statement on a connection of its own. */
export async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

export function inDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
