Component({ data: { pusher: {}, players: [] } })
