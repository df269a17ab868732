// Runs inside a page and returns what a person with weak sight, a keyboard or a screen reader would stumble over.
;(() => {
  const complaints = []
  const visible = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const parse = (colour) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number)
    return { red, green, blue, alpha }
  }
  const over = (top, below) => ({
    red: top.red * top.alpha + below.red * (1 - top.alpha),
    green: top.green * top.alpha + below.green * (1 - top.alpha),
    blue: top.blue * top.alpha + below.blue * (1 - top.alpha),
    alpha: 1,
  })
  const groundOf = (node) => {
    const layers = []
    for (let each = node; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor)
      layers.push(colour)
      if (colour.alpha === 1) break
    }
    return layers.reverse().reduce((below, top) => over(top, below), { red: 255, green: 255, blue: 255, alpha: 1 })
  }
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }

  let texts = 0
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement
    if (!text.data.trim() || node.closest('[aria-hidden=true], .sr, noscript, script') || !visible(node)) continue
    texts += 1
    const ground = groundOf(node)
    const ratio = contrast(over(parse(getComputedStyle(node).color), ground), ground)
    if (ratio < 4.5) complaints.push(`contrast ${ratio.toFixed(2)}: ${text.data.trim().slice(0, 40)}`)
  }
  for (const field of document.querySelectorAll('textarea, input:not([type=radio], [type=file])')) {
    if (!visible(field)) continue
    const ground = groundOf(field)
    const ratio = contrast(parse(getComputedStyle(field, '::placeholder').color), ground)
    if (ratio < 4.5) complaints.push(`contrast ${ratio.toFixed(2)} of a placeholder`)
  }
  if (texts < 5) complaints.push(`only ${texts} texts were judged`)

  const named = (node) =>
    node.getAttribute('aria-label')?.trim() ||
    [...(node.labels ?? [])].some((label) => label.textContent.trim()) ||
    (!node.matches('input, textarea') && node.textContent.trim())
  for (const control of document.querySelectorAll(
    'button, a, input, textarea, [role=log], [role=listbox], dialog, [tabindex="0"]',
  )) {
    if (!named(control)) complaints.push(`no name: ${control.outerHTML.slice(0, 80)}`)
    const { width, height } = control.getBoundingClientRect()
    if (
      control.matches('button, .key') &&
      !control.matches('.command, .again') &&
      visible(control) &&
      Math.min(width, height) < 24
    )
      complaints.push(`too small to hit: ${control.outerHTML.slice(0, 80)}`)
  }
  for (const picture of document.querySelectorAll('img'))
    if (!picture.hasAttribute('alt')) complaints.push('a picture without alt')
  if (!document.documentElement.lang) complaints.push('no language')
  if (document.querySelectorAll('h1').length !== 1) complaints.push('not exactly one h1')
  if (document.querySelectorAll('main').length !== 1) complaints.push('not exactly one main')
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id)
  for (const id of new Set(ids)) if (ids.filter((each) => each === id).length > 1) complaints.push(`id twice: ${id}`)
  for (const scroller of [document.documentElement, ...document.querySelectorAll('.log')])
    if (scroller.scrollWidth > scroller.clientWidth)
      complaints.push(`scrolls sideways: ${scroller.scrollWidth} > ${scroller.clientWidth}`)
  for (const node of document.querySelectorAll('main *, header *')) {
    if (node.closest('.sr, [hidden], svg') || !visible(node)) continue
    const { right, left } = node.getBoundingClientRect()
    if (right > innerWidth + 1 || left < -1) complaints.push(`sticks out: ${node.outerHTML.slice(0, 80)}`)
  }
  return complaints
})()
