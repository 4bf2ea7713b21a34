"""The development server: it shows a site as it would be built, and every edit at once.

The main thread waits for changes and refreshes the preview (`watcher.follow`). A thread of `http.Server` accepts
connections, each of which has its own, where pages are rendered when they are asked for. `watcher.WatchThread` and
the threads of watchdog notify the main thread of changes.
"""
