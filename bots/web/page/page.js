/** What the server wrote into this page for its script. */
export function pageLocals() {
  return JSON.parse(document.body.dataset.locals)
}

/** Keeps the sum of what is unread in the page's title; each call makes a counter for one more chat. */
export function showUnread(title) {
  const mine = {}
  return (count) => {
    unread.set(mine, count)
    const sum = [...unread.values()].reduce((total, each) => total + each, 0)
    document.title = sum > 0 ? `(${sum}) ${title}` : title
  }
}

const unread = new Map()
