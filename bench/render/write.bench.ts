/** Before the other one: writes the page by hand from what ours rendered. */
import { render, settle } from '../../test/support/simulate'
import { writePlain } from './plain'
import { enter, loadOurs } from './subject'

test('the page written by hand', async () => {
  const ours = loadOurs()
  enter()
  const node = render(ours)
  await settle()
  expect(node.querySelector('.grid')!.querySelectorAll('.pg-tile')).toHaveLength(9)
  writePlain(node.querySelector('.grid')!)
})
