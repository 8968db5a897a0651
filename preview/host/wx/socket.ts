/** `wx.connectSocket` with SocketTask, the limit of five, and close codes as a phone gives them. */
import { failure } from './api'
import { ApiError } from './api'
import type { Callbacks, WxApi, WxDeps } from './types'

const MAX_SOCKETS = 5

interface ConnectOptions extends Callbacks<{ socketTaskId: number }> {
  url: string
  protocols?: string[]
  timeout?: number
}

type Handler<T> = (event: T) => void

let tasks = 0

export function socketApi({ env }: WxDeps): WxApi {
  const open = new Set<SocketTask>()
  return {
    connectSocket(options: ConnectOptions) {
      const task = new SocketTask(options, (closed) => open.delete(closed))
      const refusal = refuse(options, open.size, env.network === 'offline')
      if (refusal) task.refuse(refusal, options)
      else {
        open.add(task)
        task.connect(options)
      }
      return task
    },
  }
}

function refuse({ url }: ConnectOptions, count: number, offline: boolean): ApiError | undefined {
  if (!/^wss?:\/\//.test(url ?? '')) return new ApiError(`invalid url "${url}"`, { errno: 600009 })
  if (count >= MAX_SOCKETS)
    return new ApiError('connectSocket:fail exceed max socket connection limit', { errno: 600007 })
  return offline ? new ApiError('internet disconnected', { errno: 600001 }) : undefined
}

export class SocketTask {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  private readonly id = ++tasks
  private socket: WebSocket | undefined
  private closeRequest: { code: number; reason: string } | undefined
  private opened: Handler<object>[] = []
  private closed: Handler<object>[] = []
  private failed: Handler<object>[] = []
  private received: Handler<object>[] = []

  constructor(
    options: ConnectOptions,
    private readonly released: (task: SocketTask) => void,
  ) {
    void options
  }

  get readyState(): number {
    return this.socket?.readyState ?? this.CLOSED
  }

  connect({ url, protocols, timeout = 60_000, success, complete }: ConnectOptions): void {
    const socket = new WebSocket(url, protocols)
    socket.binaryType = 'arraybuffer'
    this.socket = socket
    const timer = setTimeout(() => socket.readyState === socket.CONNECTING && socket.close(), timeout)
    socket.onopen = () => {
      clearTimeout(timer)
      emit(this.opened, { header: {}, profile: {} })
    }
    socket.onmessage = ({ data }) => emit(this.received, { data: data as unknown })
    socket.onclose = ({ code, reason, wasClean }) => this.ended(code, reason, wasClean, timer)
    const result = { socketTaskId: this.id, errMsg: 'connectSocket:ok' }
    queueMicrotask(() => {
      success?.(result)
      complete?.(result)
    })
  }

  refuse(error: ApiError, { fail, complete }: ConnectOptions): void {
    const failed = failure('connectSocket', error)
    setTimeout(() => {
      fail?.(failed)
      complete?.(failed)
      emit(this.failed, failed)
    }, 0)
  }

  send({ data, success, fail, complete }: { data: string | ArrayBuffer } & Callbacks<object>): void {
    const { socket } = this
    if (socket?.readyState !== this.OPEN) {
      const failed = failure('sendSocketMessage', 'SocketTask.readyState is not OPEN')
      fail?.(failed)
      complete?.(failed)
      return
    }
    socket.send(data)
    const done = { errMsg: 'sendSocketMessage:ok' }
    success?.(done)
    complete?.(done)
  }

  close({
    code = 1000,
    reason = '',
    success,
    complete,
  }: { code?: number; reason?: string } & Callbacks<object> = {}): void {
    this.closeRequest ??= { code, reason }
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.close(code, reason)
    else this.socket?.close()
    const done = { errMsg: 'closeSocket:ok' }
    success?.(done)
    complete?.(done)
  }

  onOpen(handler: Handler<object>): void {
    this.opened.push(handler)
  }
  onClose(handler: Handler<object>): void {
    this.closed.push(handler)
  }
  onError(handler: Handler<object>): void {
    this.failed.push(handler)
  }
  onMessage(handler: Handler<object>): void {
    this.received.push(handler)
  }

  /** A connection that ends without a close frame is an error first, then a close with 1006, as on a phone. */
  private ended(code: number, reason: string, wasClean: boolean, timer: ReturnType<typeof setTimeout>): void {
    clearTimeout(timer)
    this.released(this)
    const asked = this.closeRequest
    if (asked) return emit(this.closed, asked)
    // The phone's own network cut closes without a code (1005); the server never says that.
    const abnormal = !wasClean || code === 1005
    if (abnormal) emit(this.failed, { errMsg: 'Underlying Transport Error: abnormal closure', errno: 1016 })
    emit(this.closed, abnormal ? { code: 1006, reason: 'abnormal closure' } : { code, reason })
  }
}

function emit(handlers: Handler<object>[], event: object): void {
  for (const handler of [...handlers]) {
    try {
      handler(event)
    } catch (error) {
      reportError(error)
    }
  }
}
