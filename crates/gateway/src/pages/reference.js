if (navigator.clipboard) for (const text of document.querySelectorAll('pre.copy')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.setAttribute('aria-live', 'polite')
  button.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(text.textContent); button.textContent = 'Copied' } catch { button.textContent = 'Not copied' }
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
  text.parentElement.append(button)
}
