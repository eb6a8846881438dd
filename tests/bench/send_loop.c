/* The floor of any fan-out: takes websockets, and sends each POSTed body to all by send() in a loop.
 *
 * send_loop PORT
 * No pings, no deadlines, no limits, nothing of a client is remembered but its descriptor.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS_MAX = 20000, REQUEST_BYTES_MAX = 1 << 16 };

static int clients[CLIENTS_MAX], client_count;
static char request[REQUEST_BYTES_MAX];
static size_t request_bytes;

static void send_to_all(const char *body, size_t size) {
    static char frame[REQUEST_BYTES_MAX];
    const size_t head = size < 126 ? 2 : 4;
    frame[0] = (char)0x81;
    if (head == 2) {
        frame[1] = (char)size;
    } else {
        frame[1] = 126, frame[2] = (char)(size >> 8), frame[3] = (char)size;
    }
    memcpy(frame + head, body, size);
    for (int i = 0; i < client_count; i++)
        send(clients[i], frame, head + size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void answer(int fd, const char *text) { send(fd, text, strlen(text), MSG_NOSIGNAL); }

/* There is one publisher, so one half-read request. */
static void take_post(int fd, const char *data, size_t size) {
    memcpy(request + request_bytes, data, size);
    request_bytes += size;
    request[request_bytes] = 0;
    const char *end = strstr(request, "\r\n\r\n"), *length = strcasestr(request, "content-length:");
    if (!end || !length) return;
    const size_t body_bytes = (size_t)atoi(length + 15);
    if (request_bytes < (size_t)(end + 4 - request) + body_bytes) return;
    send_to_all(end + 4, body_bytes);
    request_bytes = 0;
    answer(fd, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

static void receive(int fd) {
    static char data[8192];
    const ssize_t got = read(fd, data, sizeof data);
    if (got <= 0) {
        for (int i = 0; i < client_count; i++)
            if (clients[i] == fd) clients[i] = clients[--client_count];
        close(fd);
    } else if (!strncmp(data, "GET /live", 9)) {
        answer(fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\n\r\n");
        clients[client_count++] = fd;
    } else if (request_bytes || !strncmp(data, "POST", 4)) {
        take_post(fd, data, (size_t)got);
    } else {
        answer(fd, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    const int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) return 1;
    struct epoll_event wanted = {EPOLLIN, {.fd = listener}}, events[512];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &wanted);
    for (;;) {
        const int found = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < found; i++) {
            if (events[i].data.fd != listener) {
                receive(events[i].data.fd);
                continue;
            }
            const int fd = accept(listener, NULL, NULL);
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            wanted = (struct epoll_event){EPOLLIN, {.fd = fd}};
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wanted);
        }
    }
}
