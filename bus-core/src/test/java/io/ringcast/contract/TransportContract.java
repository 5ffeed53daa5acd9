package io.ringcast.contract;

/**
 * What a client finds on any transport. A transport's tests extend this class and say how a bus is
 * started and a client made.
 */
public abstract class TransportContract extends ContractFixture
        implements ConnectContract,
                EventContract,
                AckContract,
                RoomContract,
                DisconnectContract,
                NamespaceContract,
                GatewayContract {}
