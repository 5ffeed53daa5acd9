/**
 * Engine.IO 4, server side: sessions over HTTP long-polling and WebSocket, without a server.
 *
 * <p>{@link io.ringcast.engineio.EngineServer} holds the sessions. What it needs of an HTTP server
 * is written down as {@link io.ringcast.engineio.HttpExchange}, {@link
 * io.ringcast.engineio.UpgradeExchange} and {@link io.ringcast.engineio.WebSocketLink}; whoever
 * implements these three can carry Engine.IO. What it offers to an application is an {@link
 * io.ringcast.engineio.EngineSession} per client and the calls of an {@link
 * io.ringcast.engineio.EngineHandler}. Nothing here knows Socket.IO packets, and nothing blocks.
 */
package io.ringcast.engineio;
