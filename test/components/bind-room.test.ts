// First: it defines Component and Behavior, which the sources call while they load.
import { expectNoErrors, render, settle, simulate } from '../support/simulate'
import { bindStore, storeOf } from '../../components/shared/bind'
import { hostBehavior, partBehavior, provideKey } from '../../components/shared/room'
import { getRoom, removeRoom } from '../../store/registry'

const behavior = bindStore({ properties: {}, select: (store) => ({ key: store.key }) })

simulate.load({ id: 'free', tagName: 'free', behaviors: [behavior], template: '<view class="t">{{key}}</view>' })
simulate.load({
  id: 'host',
  tagName: 'host',
  behaviors: [hostBehavior],
  properties: { name: { type: String, value: 'default' } },
  observers: {
    name(this: object, name: string) {
      provideKey(this, name)
    },
  },
  relations: { part: { type: 'descendant', target: partBehavior } },
  template: '<view><slot/></view>',
})
const tree = simulate.load({
  id: 'tree',
  usingComponents: { host: 'host', free: 'free' },
  data: { name: 'h1' },
  template:
    '<host name="{{name}}"><view><free class="inside" /></view></host><free class="outside" /><free class="named" room="n1" />',
})

afterEach(() => {
  for (const key of ['default', 'h1', 'h2', 'n1']) removeRoom(key)
  expectNoErrors()
})

test('a part finds its store by property, by ancestor, or takes the default', async () => {
  const component = render(tree)
  await settle()
  const key = (name: string) => component.querySelector(`.${name}`)?.data.key
  expect([key('inside'), key('outside'), key('named')]).toEqual(['h1', 'default', 'n1'])
  expect(storeOf(component.querySelector('.inside')?.instance as object)).toBe(getRoom('h1'))
  component.setData({ name: 'h2' })
  await settle()
  expect([key('inside'), key('outside')]).toEqual(['h2', 'default'])
  component.leave()
})
