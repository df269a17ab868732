/** Makes one element. Data reaches the page only as text nodes and checked attributes, so nothing a person or a server wrote can become markup. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else node.setAttribute(name, value === true ? '' : String(value))
  }
  node.append(...children.filter((child) => child !== undefined))
  return node
}

/** A decorative picture of 24 by 24; the control around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', `icon icon-${name}`)
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', paths[name])
  svg.append(path)
  return svg
}

const SVG = 'http://www.w3.org/2000/svg'

const paths = {
  send: 'M4 12 3 4l18 8-18 8 1-8zm0 0h9',
  attach: 'M20 11.5 12.3 19a5 5 0 0 1-7.1-7.1l8.2-8a3.4 3.4 0 0 1 4.8 4.8l-8.2 8a1.7 1.7 0 0 1-2.4-2.4l7.5-7.3',
  menu: 'M9 20 15 4',
  down: 'M12 5v14m-6-6 6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5l3 2',
  check: 'M5 12.5 10 17l9-10',
  warning: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4.5v5.5m0 3v.5',
  phone:
    'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1.5 1.5 0 0 1-1.5 1.5C10.5 20.5 3.5 13.5 3.5 5.500A1.5 1.5 0 0 1 5 4z',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  open: 'M8 16 17 7m-7 0h7v7',
}
